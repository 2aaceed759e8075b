public import LanguageModels
import LinearAlgebra

/// A model that stays as it is while adapters on it learn, with what its lower blocks made of the
/// texts seen so far.
///
/// Share one between runs over the same texts (seeds, arms of an experiment): only the first pass
/// over a text runs the frozen blocks. Not for use from two threads at once. Memory: the weights
/// twice, 8 bytes a parameter, those of the head and of blocks with adapters or above them twice
/// more, and 4 · width bytes a cached token.
public final class FrozenBase {
  /// The model's own weights; merge adapters into a copy of your own.
  public let parameters: Parameters
  /// The model as the runtime runs it.
  public let model: LanguageModel
  private let cacheFolder: String?
  private var caches: [Int: ActivationCache] = [:]
  private let frozen: FrozenProjections

  /// Opens a Hugging Face folder or a GGUF file. Activations are cached in memory, or in an unnamed
  /// file in `cacheFolder`.
  public init(path: String, cacheFolder: String? = nil) throws {
    model = try LanguageModel.open(path: path)
    parameters = try Parameters(path: path)
    frozen = FrozenProjections(parameters)
    self.cacheFolder = cacheFolder
  }

  /// The packed projections of blocks `block`... and the head.
  func projections(from block: Int) throws -> FrozenProjections {
    try frozen.pack(from: block)
    return frozen
  }

  /// The cache of what enters block `block`, from 0.
  func cache(block: Int) -> ActivationCache {
    if let cache = caches[block] { return cache }
    let cache = ActivationCache(width: model.configuration.width, folder: cacheFolder)
    caches[block] = cache
    return cache
  }
}

/// Inputs of the lowest block with an adapter, from the frozen blocks below it.
struct FrozenInputs: BlockInputs {
  let base: FrozenBase
  let firstBlock: Int
  private let runtime: Runtime

  /// Tokens that the runtime runs at once.
  private static let batchTokens = 2_048

  init(_ base: FrozenBase, firstBlock: Int) {
    self.base = base
    self.firstBlock = firstBlock
    runtime = base.model.makeRuntime()
  }

  func prepare(
    _ sequences: [TrainingSequence], _ batches: [PackedBatch]
  ) throws -> @Sendable (PackedBatch) -> MatrixView<Float>? {
    let cache = base.cache(block: firstBlock)
    try fill(cache, Set(sequences.map(\.tokens)).filter { cache.rows($0) == nil })
    let inputs = GatheredRows(batches, sequences, cache)
    return { inputs.rows(of: $0) }
  }

  private func fill(_ cache: ActivationCache, _ missing: Set<[Int32]>) throws {
    // The order decides nothing: rows do not depend on what else is in a batch.
    var waiting = missing.sorted { $0.count < $1.count }
    let tap: Tap = firstBlock == 0 ? .embedding : .block(firstBlock)
    while !waiting.isEmpty {
      var batch: [[Int32]] = []
      var tokens = 0
      while let next = waiting.last,
        batch.isEmpty || tokens + next.count <= FrozenInputs.batchTokens
      {
        batch.append(waiting.removeLast())
        tokens += next.count
      }
      let output = try runtime.run(TokenBatch(batch), request: ForwardRequest(taps: [tap]))
      guard let rows = output.taps[tap] else { preconditionFailure("A tap that was asked for.") }
      var first = 0
      for text in batch {
        let place = try cache.add(text)
        rows.withView { view in
          place.base.update(from: view.row(first), count: text.count * view.columns)
        }
        first += text.count
      }
    }
  }
}

/// The cached rows of every batch of a step, end to end.
private final class GatheredRows: Sendable {
  private let buffers: [Int: AlignedBuffer]
  private let width: Int

  init(_ batches: [PackedBatch], _ sequences: [TrainingSequence], _ cache: ActivationCache) {
    width = cache.width
    var buffers: [Int: AlignedBuffer] = [:]
    for batch in batches {
      let buffer = AlignedBuffer(uninitialized: batch.tokens.count * cache.width)
      for (place, index) in batch.sequences.enumerated() {
        guard let rows = cache.rows(sequences[index].tokens) else {
          preconditionFailure("Every text of a step was just cached.")
        }
        (buffer.base + batch.starts[place] * cache.width).update(
          from: rows.base, count: rows.rows * rows.columns)
      }
      buffers[batch.sequences.lowerBound] = buffer
    }
    self.buffers = buffers
  }

  func rows(of batch: PackedBatch) -> MatrixView<Float>? {
    buffers[batch.sequences.lowerBound].map {
      $0.matrix(rows: batch.tokens.count, columns: width).readOnly
    }
  }
}
