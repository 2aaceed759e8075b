import Synchronization

/// A reader that asks another one only what is not in its store yet.
public final class StoredReader: EvidenceReader {
  /// How many prompts were asked, and how many were there already.
  public struct Counts: Sendable, Equatable {
    /// Prompts that the reader behind it answered.
    public var asked = 0
    /// Prompts whose answers were in the store, or stood twice in a request.
    public var reused = 0
  }

  /// Prompts that were asked and stored together.
  public struct Batch: Sendable, Equatable {
    /// How many.
    public var prompts: Int
    /// Their tokens, each prompt read whole; nil for readers that run elsewhere.
    public var tokens: Int?
    /// Tokens that went through the model; nil for readers that run elsewhere.
    public var computedTokens: Int?
    /// How long it took.
    public var seconds: Double

    /// A batch.
    public init(prompts: Int, tokens: Int? = nil, computedTokens: Int? = nil, seconds: Double) {
      (self.prompts, self.tokens) = (prompts, tokens)
      (self.computedTokens, self.seconds) = (computedTokens, seconds)
    }
  }

  public var identity: String { reader.identity }
  private let reader: any EvidenceReader
  private let store: AnswerStore
  private let batch: Int
  private let advanced: @Sendable (Batch) throws -> Void
  private let tally = Mutex(Counts())

  /// Puts a store before a reader.
  ///
  /// - Parameters:
  ///   - batch: Fewest prompts asked and stored together; a batch ends where the first document
  ///     changes, so that the reader can share its work. What a kill loses is one batch.
  ///   - advanced: Called after each batch, whose answers are on disk by then; throw to stop.
  public init(
    _ reader: any EvidenceReader, store: AnswerStore, batch: Int = 16,
    advanced: @escaping @Sendable (Batch) throws -> Void = { _ in }
  ) {
    precondition(batch > 0, "A batch has at least one prompt.")
    (self.reader, self.store, self.batch, self.advanced) = (reader, store, batch, advanced)
  }

  /// What was asked and reused since the reader was made.
  public var counts: Counts { tally.withLock { $0 } }

  /// What the model behind it computed since it was made; nil for readers that run elsewhere.
  public var work: EngineReader.Work? { (reader as? EngineReader)?.work }

  public func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    let hashes = prompts.map(\.contentHash)
    let missing = self.missing(prompts, hashes)
    tally.withLock { $0.reused += prompts.count - missing.count }
    for range in batches(missing.map { prompts[$0] }) {
      let places = missing[range]
      let (start, before) = (ContinuousClock.now, work)
      let answers = try await reader.answers(to: places.map { prompts[$0] })
      try store.append(
        reader: identity, zip(places, answers).map { (hashes[$0], prompts[$0], $1) })
      tally.withLock { $0.asked += places.count }
      try advanced(
        Batch(
          prompts: places.count, tokens: work.map { $0.tokens - (before?.tokens ?? 0) },
          computedTokens: work.map { $0.computedTokens - (before?.computedTokens ?? 0) },
          seconds: (ContinuousClock.now - start) / .seconds(1)))
    }
    return try hashes.map { hash in
      guard let answer = store.answer(reader: identity, prompt: hash) else {
        throw ConflictingQAError.badFile(path: store.path, problem: "an answer was lost")
      }
      return answer
    }
  }

  public func cost(of prompts: [EvidencePrompt]) throws -> ReadingCost {
    let missing = missing(prompts, prompts.map(\.contentHash))
    return try reader.cost(of: missing.map { prompts[$0] })
  }

  /// The places of prompts that must be asked, each content once.
  private func missing(_ prompts: [EvidencePrompt], _ hashes: [String]) -> [Int] {
    var seen: Set<String> = []
    return prompts.indices.filter { place in
      store.answer(reader: identity, prompt: hashes[place]) == nil
        && seen.insert(hashes[place]).inserted
    }
  }

  private func batches(_ prompts: [EvidencePrompt]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for place in prompts.indices.dropFirst() {
      let changes = prompts[place].documents.first != prompts[place - 1].documents.first
      if place - start >= batch, changes || place - start >= 16 * batch {
        ranges.append(start..<place)
        start = place
      }
    }
    return prompts.isEmpty ? [] : ranges + [start..<prompts.count]
  }
}
