/// Which next tokens are offered as hints.
public struct ICLTCandidateRule: Sendable, Equatable {
  /// The most likely tokens, at most so many.
  public var count: Int
  /// Tokens are taken until their probabilities sum to this; 1 for no limit.
  public var nucleus: Double
  /// Less likely tokens are left out; the most likely one never is.
  public var floor: Double

  /// The paper's ten most likely tokens, without nucleus or floor.
  public init(count: Int = 10, nucleus: Double = 1, floor: Double = 0) {
    self.count = count
    self.nucleus = nucleus
    self.floor = floor
  }
}

/// How a hint goes on after its first token.
public struct ICLTContinuation: Sendable, Equatable {
  /// Tokens that end it, kept as its last one.
  public var stopTokens: Set<Int32>
  /// Tokens added to the first at the most.
  public var maximumTokens: Int

  /// The most likely tokens up to a stop token; the paper's code adds 100 at the most.
  public init(until stopTokens: Set<Int32>, maximumTokens: Int = 100) {
    self.stopTokens = stopTokens
    self.maximumTokens = maximumTokens
  }
}

/// Hints that a model should not believe, of the same number and lengths as the real ones.
///
/// Each stands in for the candidate at its place and takes its weight. An entropy that falls as much
/// under these hints as under the real ones says nothing about knowledge.
public enum ICLTControl: Sendable, Equatable {
  /// Tokens drawn uniformly from the vocabulary, candidates excluded.
  case randomTokens
  /// Spans of one of these documents, drawn at random, never of the item's own.
  case otherDocument(donors: [ICLTDonor])
}

/// A document that lends hints.
public struct ICLTDonor: Sendable, Equatable {
  /// Name of the document.
  public var id: String
  /// Its tokens.
  public var tokens: [Int32]

  /// A document.
  public init(id: String, tokens: [Int32]) {
    self.id = id
    self.tokens = tokens
  }
}

/// Everything that defines a run of the In-Context Learning Test.
public struct ICLTSettings: Sendable, Equatable {
  /// How prompts are laid out.
  public var layout: ICLTLayout
  /// Which tokens are offered.
  public var candidates = ICLTCandidateRule()
  /// How hints go on; nil for hints of one token.
  public var continuation: ICLTContinuation?
  /// Hints that replace the real ones; nil for the test itself.
  public var control: ICLTControl?
  /// Seed of the controls.
  public var seed: UInt64 = 42
  /// Whether positions whose prompt would exceed the context are skipped and counted instead of
  /// stopping the run.
  public var skipsOverlongItems = false
  /// Tokens that the model runs at once; scratch memory grows with it, results do not change.
  public var tokensPerBatch = 2048

  /// The paper's test with single-token hints.
  public init(layout: ICLTLayout) { self.layout = layout }

  /// Tokens of the longest hint.
  var longestHint: Int { 1 + (continuation?.maximumTokens ?? 0) }

  func validate() throws {
    guard candidates.count > 0 else {
      throw ProbesError.badOption("The test needs at least one candidate, not \(candidates.count).")
    }
    guard candidates.nucleus > 0, candidates.nucleus <= 1 else {
      throw ProbesError.badOption(
        "A nucleus is a probability above 0 and at most 1, not \(candidates.nucleus).")
    }
    guard candidates.floor >= 0, candidates.floor < 1 else {
      throw ProbesError.badOption(
        "A floor is a probability of at least 0 and below 1, not \(candidates.floor).")
    }
    guard tokensPerBatch > 0, (continuation?.maximumTokens ?? 1) > 0 else {
      throw ProbesError.badOption("Batches and continuations have at least one token.")
    }
    if case .otherDocument(let donors) = control, donors.allSatisfy(\.tokens.isEmpty) {
      throw ProbesError.badOption("Hints from other documents need a document that has tokens.")
    }
  }
}
