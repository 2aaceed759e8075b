package import CKernels
import LinearAlgebra

/// One pass of a batch through the blocks; T rows in all.
struct ForwardPass: Sendable {
  let model: LanguageModel
  let state: RunState
  let batch: TokenBatch
  /// The rows that are worked on, a few neighbouring ones each: the units of parallel work.
  var stretches: [Stretch]
  /// What each sequence attends to.
  let positions: [AttendedPositions]
  /// Per block, nil without rotary positions.
  let rotaryTables: [RotaryTable?]
  /// The rows of the buffers in use: all tokens of the batch, until `runLast` keeps some.
  var rows: Range<Int>

  var configuration: ModelConfiguration { model.configuration }
  /// The residual stream, [T × width].
  var hidden: MutableMatrixView<Float> { state.hidden.rows(rows) }
  private var normed: MutableMatrixView<Float> { state.normed.rows(rows) }
  private var branch: MutableMatrixView<Float> { state.branch.rows(rows) }
  var queryKeyValue: MutableMatrixView<Float> { state.queryKeyValue.rows(rows) }
  var attended: MutableMatrixView<Float> { state.attended.rows(rows) }
  private var inner: MutableMatrixView<Float> { state.inner.rows(rows) }

  /// Writes token embeddings, scaled and with learned positions where the family has them.
  func embed() {
    let weights = model.weights
    let scale = configuration.embeddingScale
    let (batch, stretches, positions, hidden) = (batch, stretches, positions, hidden)
    let width = hidden.columns
    parallelFor(stretches.count) { places in
      for stretch in stretches[places] {
        let first = batch.rows(of: stretch.sequence).lowerBound
        let start = positions[stretch.sequence].start
        for row in stretch.rows {
          let x = hidden.row(first + row)
          weights.tokenEmbedding.unpackRow(Int(batch.tokens[first + row]), into: x)
          if scale != 1 { for i in 0..<width { x[i] *= scale } }
          weights.positionEmbedding?.withUnsafeBufferPointer { table in
            for i in 0..<width { x[i] += table[(start + row) * width + i] }
          }
        }
      }
    }
  }

  /// Adds one block's attention and feed-forward to the residual stream.
  func run(block index: Int) {
    packKeysAndValues(block: index)
    attend(block: index)
    finish(block: index)
  }

  /// What follows attention in a block: its output, and the feed-forward layer.
  func finish(block index: Int) {
    let form = configuration.blocks[index]
    let weights = model.weights.blocks[index]
    if form.residual == .parallel {
      normalize(hidden, form.norm, weights.feedForwardNorm, into: normed)
    }
    addProduct(weights.attentionOutput, attended, form.norm, weights.postAttentionNorm)
    if form.residual == .sequential {
      normalize(hidden, form.norm, weights.feedForwardNorm, into: normed)
    }
    weights.up.multiply(normed.readOnly, into: inner, activation: form.activation.kernel)
    addProduct(weights.down, inner, form.norm, weights.postFeedForwardNorm)
  }

  /// Makes one block's queries, keys and values, and stores keys and values for attention.
  func packKeysAndValues(block index: Int) {
    let weights = model.weights.blocks[index]
    normalize(hidden, configuration.blocks[index].norm, weights.attentionNorm, into: normed)
    weights.queryKeyValue.multiply(normed.readOnly, into: queryKeyValue)
    rotate(block: index)
    pack(block: index)
  }

  /// The final norm of the kept rows, packed from the top of a scratch buffer.
  func finalNorm(_ kept: KeptRows) -> MatrixView<Float> {
    let hidden = hidden
    let result = state.normed.rows(0..<kept.rows.count)
    let norm = configuration.finalNorm
    let weights = model.weights.finalNorm
    parallelFor(kept.rows.count, grain: 32) { places in
      for place in places {
        norm.apply(
          hidden.row(kept.places[place]), weights, into: result.row(place), count: hidden.columns)
      }
    }
    return result.readOnly
  }

  /// hidden += norm(W x), without a norm when there is none.
  private func addProduct(
    _ matrix: PanelMatrix, _ x: MutableMatrixView<Float>, _ norm: Normalization,
    _ weights: NormWeights?
  ) {
    let hidden = hidden
    guard let weights else {
      matrix.multiply(x.readOnly, into: hidden, accumulate: true)
      return
    }
    let branch = branch
    matrix.multiply(x.readOnly, into: branch)
    parallelFor(hidden.rows, grain: 32) { rows in
      for row in rows {
        norm.apply(branch.row(row), weights, into: branch.row(row), count: hidden.columns)
        kn_add_f32(branch.row(row), hidden.row(row), hidden.columns)
      }
    }
  }

  private func normalize(
    _ x: MutableMatrixView<Float>, _ norm: Normalization, _ weights: NormWeights,
    into y: MutableMatrixView<Float>
  ) {
    parallelFor(x.rows, grain: 32) { rows in
      for row in rows { norm.apply(x.row(row), weights, into: y.row(row), count: x.columns) }
    }
  }
}

extension Normalization {
  /// Normalises one row; `y` may be `x`.
  func apply(
    _ x: UnsafePointer<Float>, _ weights: NormWeights, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    switch (kind, weights.bias) {
    case (.rms, _): kn_rms_norm_f32(x, weights.weight, 0, epsilon, y, count)
    case (.layer, let bias?): kn_layer_norm_f32(x, weights.weight, bias, epsilon, y, count)
    case (.layer, nil): kn_layer_norm_f32(x, weights.weight, nil, epsilon, y, count)
    }
  }
}

extension Activation {
  /// What the C kernels call it.
  package var kernel: kn_activation {
    switch self {
    case .silu: KN_SILU
    case .geluTanh: KN_GELU_TANH
    case .geluErf: KN_GELU_ERF
    case .relu: KN_RELU
    }
  }
}
