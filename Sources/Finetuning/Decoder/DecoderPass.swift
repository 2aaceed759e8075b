import CKernels
import LanguageModels
import LinearAlgebra

/// A decoder whose numbers can be learnt: passes forward and backward over packed sequences.
///
/// One pass runs on one thread; passes over different batches run side by side.
struct DecoderPass: @unchecked Sendable {
  let views: ParameterViews
  /// Blocks below it are not run: their output comes in from outside.
  let firstBlock: Int
  let blocks: [Block]
  let head: Head
  private let embedding: Linear
  private let positions: Linear?

  init(_ views: ParameterViews, angles: [RotaryAngles?], firstBlock: Int) {
    self.views = views
    self.firstBlock = firstBlock
    let configuration = views.configuration
    blocks = (firstBlock..<configuration.layers).map {
      Block(views, block: $0, angles: angles[$0])
    }
    head = Head(views)
    embedding = views.linear([.tokenEmbedding])
    positions = configuration.hasPositionEmbedding ? views.linear([.positionEmbedding]) : nil
  }

  /// The batch's weighted loss. `input`, [N × width], enters the first block that is run; without it
  /// the tokens' embeddings do.
  func loss(_ batch: PackedBatch, input: MatrixView<Float>?, _ work: Workspace) -> Double {
    run(batch, input: input, work)
    return head.loss(of: batch, hidden: work.output.top(batch.tokens.count), gradient: nil)
  }

  /// The batch's weighted loss; adds to the gradients of everything that learns.
  func lossAndGradients(
    _ batch: PackedBatch, input: MatrixView<Float>?, _ work: Workspace
  ) -> Double {
    run(batch, input: input, work)
    let count = batch.tokens.count
    let loss = head.loss(
      of: batch, hidden: work.output.top(count), gradient: work.residualGradient.top(count))
    let learnsEmbedding = embedding.weightGradient != nil
    for (index, block) in blocks.enumerated().reversed() {
      block.backward(
        work.blocks[index], starts: batch.starts, work,
        needsInput: index > 0 || learnsEmbedding)
    }
    if input == nil { addEmbeddingGradients(batch, work.residualGradient.top(count)) }
    return loss
  }

  /// ln p of some tokens after the last token of each of the batch's sequences.
  func nextTokens(
    _ tokens: [Int32], after batch: PackedBatch, input: MatrixView<Float>?, _ work: Workspace
  ) -> [[Double]] {
    run(batch, input: input, work)
    return head.logProbabilities(
      of: tokens, after: batch.starts.dropFirst().map { $0 - 1 },
      hidden: work.output.top(batch.tokens.count))
  }

  private func run(_ batch: PackedBatch, input: MatrixView<Float>?, _ work: Workspace) {
    let first = blocks.isEmpty ? work.output : work.blocks[0].input
    if let input {
      first.base.update(from: input.base, count: input.rows * input.columns)
    } else {
      embed(batch, into: first)
    }
    for (index, block) in blocks.enumerated() {
      let output = index + 1 < blocks.count ? work.blocks[index + 1].input : work.output
      block.forward(
        work.blocks[index], into: output.top(batch.tokens.count), starts: batch.starts, work)
    }
  }

  private func embed(_ batch: PackedBatch, into rows: MutableMatrixView<Float>) {
    let scale = views.configuration.embeddingScale
    let width = views.configuration.width
    forEachToken(batch) { row, token, position in
      let x = rows.row(row)
      let vector = embedding.weight.row(token)
      for i in 0..<width { x[i] = vector[i] * scale }
      if let positions { kn_add_f32(positions.weight.row(position), x, width) }
    }
  }

  private func addEmbeddingGradients(
    _ batch: PackedBatch, _ gradient: MutableMatrixView<Float>
  ) {
    let scale = views.configuration.embeddingScale
    let width = views.configuration.width
    forEachToken(batch) { row, token, position in
      if let table = embedding.weightGradient {
        kn_axpy_f32(scale, gradient.row(row), table.row(token), width)
      }
      if let table = positions?.weightGradient {
        kn_add_f32(gradient.row(row), table.row(position), width)
      }
    }
  }

  private func forEachToken(
    _ batch: PackedBatch, _ body: (_ row: Int, _ token: Int, _ position: Int) -> Void
  ) {
    for sequence in 0..<batch.starts.count - 1 {
      for row in batch.starts[sequence]..<batch.starts[sequence + 1] {
        body(row, Int(batch.tokens[row]), row - batch.starts[sequence])
      }
    }
  }
}
