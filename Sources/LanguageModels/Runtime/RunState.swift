import CKernels
import LinearAlgebra

/// Scratch memory of a forward pass over up to `capacity` rows, allocated once and reused.
final class RunState: Sendable {
  let capacity: Int
  /// The residual stream, [rows × width].
  let hidden: MutableMatrixView<Float>
  /// What a norm made of it, [rows × width].
  let normed: MutableMatrixView<Float>
  /// An output that is normalised before it is added, [rows × width].
  let branch: MutableMatrixView<Float>
  /// Queries, keys and values side by side, [rows × (heads + 2 keyValueHeads) headWidth].
  let queryKeyValue: MutableMatrixView<Float>
  /// What attention gathered, [rows × heads headWidth].
  let attended: MutableMatrixView<Float>
  /// Inside the feed-forward layer, [rows × feedForwardWidth].
  let inner: MutableMatrixView<Float>
  private let buffers: [AlignedBuffer]

  init(_ configuration: ModelConfiguration, capacity: Int) {
    self.capacity = capacity
    var buffers: [AlignedBuffer] = []
    func rows(_ width: Int) -> MutableMatrixView<Float> {
      let stride = RunState.stride(width)
      let buffer = AlignedBuffer(uninitialized: capacity * stride)
      buffers.append(buffer)
      return MutableMatrixView(
        base: buffer.base, rows: capacity, columns: width, rowStride: stride)
    }
    let headWidth = configuration.headWidth
    hidden = rows(configuration.width)
    normed = rows(configuration.width)
    branch = rows(configuration.width)
    queryKeyValue = rows((configuration.heads + 2 * configuration.keyValueHeads) * headWidth)
    attended = rows(configuration.heads * headWidth)
    inner = rows(configuration.feedForwardWidth)
    self.buffers = buffers
  }

  /// A multiple of a cache line that is not a multiple of 2 KiB: rows further apart by a power of
  /// two fall into the same sets of the first-level cache and evict each other.
  static func stride(_ width: Int) -> Int {
    let lines = (width + 15) / 16
    return (lines % 32 == 0 ? lines + 1 : lines) * 16
  }
}
