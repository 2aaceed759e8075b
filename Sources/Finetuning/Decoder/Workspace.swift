import LanguageModels
import LinearAlgebra

/// What one block keeps from the forward pass for the backward pass; N rows.
struct BlockActivations {
  /// What entered the block, [N × width].
  let input: MutableMatrixView<Float>
  /// After the norm before attention, [N × width].
  let attentionInput: MutableMatrixView<Float>
  /// Rotated queries, keys, and values, [N × (heads + 2 keyValueHeads) headWidth].
  let queryKeyValue: MutableMatrixView<Float>
  /// Queries and keys before their norms; nil when they have none.
  let rawQueryKey: MutableMatrixView<Float>?
  /// What attention gathered, [N × heads headWidth].
  let attended: MutableMatrixView<Float>
  /// Logarithms of sums of exponentials, [N × heads].
  let logSums: MutableMatrixView<Float>
  /// Attention's output before its norm, [N × width]; nil when it has none.
  let attentionBranch: MutableMatrixView<Float>?
  /// The residual stream between both halves, [N × width].
  let middle: MutableMatrixView<Float>
  /// After the norm before the feed-forward layer, [N × width].
  let feedForwardInput: MutableMatrixView<Float>
  /// Gate and up side by side, or up alone, before the nonlinearity, [N × 1 or 2 feedForwardWidth].
  let inner: MutableMatrixView<Float>
  /// The feed-forward layer's output before its norm, [N × width]; nil when it has none.
  let feedForwardBranch: MutableMatrixView<Float>?
}

/// Memory for one forward and backward pass over up to `capacity` tokens, used by one thread at a
/// time.
final class Workspace: @unchecked Sendable {
  let capacity: Int
  /// One entry a block that is run.
  private(set) var blocks: [BlockActivations] = []
  /// What leaves the last block, [N × width].
  let output: MutableMatrixView<Float>
  /// The gradient by the residual stream, [N × width].
  let residualGradient: MutableMatrixView<Float>
  /// Gradients by one half's output and input, [N × width].
  let branchGradient: MutableMatrixView<Float>
  let inputGradient: MutableMatrixView<Float>
  /// Laid out as queries, keys and values.
  let queryKeyValueGradient: MutableMatrixView<Float>
  let attendedGradient: MutableMatrixView<Float>
  /// Inside the feed-forward layer: h forward, its gradient and then h again backward.
  let hidden: MutableMatrixView<Float>
  let attention = RowScratch()
  let adapters = AdapterScratch()
  private var buffers: [AlignedBuffer] = []

  /// For blocks `firstBlock`... of the model.
  init(_ configuration: ModelConfiguration, firstBlock: Int, capacity: Int) {
    self.capacity = capacity
    var buffers: [AlignedBuffer] = []
    func rows(_ columns: Int) -> MutableMatrixView<Float> {
      let buffer = AlignedBuffer(uninitialized: capacity * columns)
      buffers.append(buffer)
      return buffer.matrix(rows: capacity, columns: columns)
    }
    let (width, headWidth) = (configuration.width, configuration.headWidth)
    let (heads, keyValueHeads) = (configuration.heads, configuration.keyValueHeads)
    for form in configuration.blocks[firstBlock...] {
      blocks.append(
        BlockActivations(
          input: rows(width), attentionInput: rows(width),
          queryKeyValue: rows((heads + 2 * keyValueHeads) * headWidth),
          rawQueryKey: form.queryKeyNorms ? rows((heads + keyValueHeads) * headWidth) : nil,
          attended: rows(heads * headWidth), logSums: rows(heads),
          attentionBranch: form.postNorms ? rows(width) : nil, middle: rows(width),
          feedForwardInput: rows(width),
          inner: rows((form.isGated ? 2 : 1) * configuration.feedForwardWidth),
          feedForwardBranch: form.postNorms ? rows(width) : nil))
    }
    output = rows(width)
    residualGradient = rows(width)
    branchGradient = rows(width)
    inputGradient = rows(width)
    queryKeyValueGradient = rows((heads + 2 * keyValueHeads) * headWidth)
    attendedGradient = rows(heads * headWidth)
    hidden = rows(configuration.feedForwardWidth)
    self.buffers = buffers
  }
}

extension MutableMatrixView where Element == Float {
  /// The first `count` rows.
  func top(_ count: Int) -> MutableMatrixView<Float> { rows(0..<count) }

  /// Copies the elements of a view of the same shape; both without gaps between rows.
  func copy(_ other: MutableMatrixView<Float>) {
    base.update(from: other.base, count: rows * columns)
  }
}
