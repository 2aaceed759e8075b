import CKernels
import LanguageModels
import LinearAlgebra
import Synchronization

/// Runs batches through a decoder on all cores and adds up their gradients.
///
/// Batches are dealt to a fixed number of lanes, each with gradients of its own that are added up in
/// order, so results are the same to the last bit on any number of threads. Over packed frozen
/// projections there is one lane, and the work within a batch is shared out instead: its products
/// read the weights from memory once. Memory: the lanes' gradients (8 where they stay below 1 GiB
/// together, else fewer, at least 2), and the activations of one batch a running lane.
final class GradientEngine {
  let parameters: Parameters
  let adapters: AdapterSet?
  private let frozen: FrozenProjections?
  /// Blocks below it are frozen; their output comes in from outside.
  let firstBlock: Int
  /// Longest batch in tokens, unless one sequence alone is longer.
  let batchLimit: Int
  /// The gradient that the last call left, laid out as what learns is.
  var gradient: AlignedBuffer { lanes[0] }
  private let lanes: [AlignedBuffer]
  /// A table a block, for as many positions as were needed so far.
  private var angles: [RotaryAngles?]
  private var positions = 0
  private let workspaces = WorkspacePool()

  /// Trains `adapters` when there are some (everything else is frozen), else all parameters.
  init(
    _ parameters: Parameters, adapters: AdapterSet? = nil, frozen: FrozenProjections? = nil,
    firstBlock: Int = 0, tokens: Int
  ) {
    precondition(frozen == nil || adapters != nil, "Frozen projections do not learn.")
    self.frozen = frozen
    self.parameters = parameters
    self.adapters = adapters
    self.firstBlock = firstBlock
    batchLimit = tokens
    let count = adapters?.count ?? parameters.count
    let lanes = frozen == nil ? min(8, max(2, (1 << 28) / max(1, count))) : 1
    self.lanes = (0..<lanes).map { _ in AlignedBuffer(uninitialized: count) }
    _ = BLAS.coreName
    angles = parameters.configuration.blocks.map { _ in nil }
  }

  /// Cuts a step, or what is to be judged, into batches for this engine.
  func pack(_ sequences: [TrainingSequence], _ reduction: LossReduction) throws -> [PackedBatch] {
    try sequences.packed(limit: batchLimit, reduction: reduction, isShared: frozen == nil)
  }

  /// The sum of the batches' losses; their gradients are in ``gradient`` afterwards.
  ///
  /// `input` gives what enters the first block that is run, nil for embeddings.
  func lossAndGradient(
    _ batches: [PackedBatch], dropoutSeed: UInt64 = 0,
    input: @Sendable (PackedBatch) -> MatrixView<Float>? = { _ in nil }
  ) -> Double {
    prepare(batches)
    let used = min(lanes.count, batches.count)
    let losses = DoubleResults(batches.count)
    let lanes = lanes
    let engine = Shared(engine: self)
    parallelFor(used) { range in
      for lane in range {
        let gradient = lanes[lane]
        gradient.base.update(repeating: 0, count: gradient.count)
        for index in stride(from: lane, to: batches.count, by: used) {
          losses.base[index] = engine.engine.run(
            batches[index], gradient: gradient.base, input: input(batches[index]),
            dropoutSeed: dropoutSeed &+ UInt64(index) &* 0xd134_2543_de82_ef95)
        }
      }
    }
    addUp(used)
    return losses.sum
  }

  /// The sum of the batches' losses, nothing dropped.
  func loss(
    _ batches: [PackedBatch],
    input: @Sendable (PackedBatch) -> MatrixView<Float>? = { _ in nil }
  ) -> Double {
    losses(batches, input: input).reduce(0, +)
  }

  /// Every batch's loss, nothing dropped.
  func losses(
    _ batches: [PackedBatch],
    input: @Sendable (PackedBatch) -> MatrixView<Float>? = { _ in nil }
  ) -> [Double] {
    prepare(batches)
    let losses = DoubleResults(batches.count)
    let engine = Shared(engine: self)
    parallelFor(batches.count, grain: grain(batches)) { range in
      for index in range {
        losses.base[index] = engine.engine.run(
          batches[index], gradient: nil, input: input(batches[index]), dropoutSeed: nil)
      }
    }
    return losses.elements
  }

  /// ln p of some tokens after every sequence of the batches, in order; sequences × tokens, nats.
  func nextTokens(
    _ tokens: [Int32], after batches: [PackedBatch],
    input: @Sendable (PackedBatch) -> MatrixView<Float>? = { _ in nil }
  ) -> [[Double]] {
    prepare(batches)
    let results = Mutex([[[Double]]](repeating: [], count: batches.count))
    let engine = Shared(engine: self)
    parallelFor(batches.count, grain: grain(batches)) { range in
      for index in range {
        let batch = batches[index]
        let found = engine.engine.withPass(batch, gradient: nil, dropoutSeed: nil) { pass, work in
          pass.nextTokens(tokens, after: batch, input: input(batch), work)
        }
        results.withLock { $0[index] = found }
      }
    }
    return results.withLock { $0.flatMap { $0 } }
  }

  /// Batches that follow each other on one thread: all of them where work is shared out within.
  private func grain(_ batches: [PackedBatch]) -> Int {
    frozen == nil ? 1 : max(1, batches.count)
  }

  /// Makes the rotary tables long enough; they grow by doubling.
  private func prepare(_ batches: [PackedBatch]) {
    let longest =
      batches.lazy.flatMap { zip($0.starts, $0.starts.dropFirst()) }
      .map { $1 - $0 }.max() ?? 0
    guard longest > positions else { return }
    positions = min(max(longest, 2 * positions), parameters.configuration.contextLength)
    var tables: [Rotary: RotaryAngles] = [:]
    angles = parameters.configuration.blocks.map { form in
      guard let rotary = form.rotary else { return nil }
      let table = tables[rotary] ?? RotaryAngles(rotary, positions: positions)
      tables[rotary] = table
      return table
    }
  }

  private func run(
    _ batch: PackedBatch, gradient: UnsafeMutablePointer<Float>?, input: MatrixView<Float>?,
    dropoutSeed: UInt64?
  ) -> Double {
    withPass(batch, gradient: gradient, dropoutSeed: dropoutSeed) { pass, work in
      gradient == nil
        ? pass.loss(batch, input: input, work) : pass.lossAndGradients(batch, input: input, work)
    }
  }

  /// Calls `body` with the decoder over this engine's parameters and memory for a batch.
  private func withPass<Result>(
    _ batch: PackedBatch, gradient: UnsafeMutablePointer<Float>?, dropoutSeed: UInt64?,
    _ body: (DecoderPass, Workspace) -> Result
  ) -> Result {
    let work = workspaces.take(
      parameters.configuration, firstBlock: firstBlock,
      capacity: max(batchLimit, batch.tokens.count))
    defer { workspaces.give(work) }
    let laneAdapters = adapters.map { adapters in
      LaneAdapters(
        adapters: adapters, gradients: gradient ?? adapters.values.base, scratch: work.adapters,
        capacity: work.capacity, dropoutSeed: dropoutSeed)
    }
    let views = ParameterViews(
      parameters, gradients: adapters == nil ? gradient : nil, adapters: laneAdapters,
      frozen: frozen)
    return body(DecoderPass(views, angles: angles, firstBlock: firstBlock), work)
  }

  /// Adds the lanes into the first, in order.
  private func addUp(_ used: Int) {
    let lanes = lanes
    parallelFor(lanes[0].count, grain: 1 << 15) { range in
      for lane in 1..<max(1, used) {
        kn_add_f32(
          lanes[lane].base + range.lowerBound, lanes[0].base + range.lowerBound, range.count)
      }
    }
  }

  /// Hands the engine to a parallel loop, whose bodies touch different lanes.
  private struct Shared: @unchecked Sendable {
    let engine: GradientEngine
  }
}

/// Workspaces that are not in use; there are never more than threads.
private final class WorkspacePool: Sendable {
  private let free = Mutex<[Workspace]>([])

  func take(_ configuration: ModelConfiguration, firstBlock: Int, capacity: Int) -> Workspace {
    let found = free.withLock { $0.popLast() }
    if let found, found.capacity >= capacity { return found }
    return Workspace(configuration, firstBlock: firstBlock, capacity: capacity)
  }

  func give(_ workspace: Workspace) { free.withLock { $0.append(workspace) } }
}
