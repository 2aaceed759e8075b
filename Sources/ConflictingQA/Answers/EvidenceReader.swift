/// Something that answers yes/no questions about documents: a model of ours, a server, recorded
/// answers, or a synthetic reader whose preferences are known.
public protocol EvidenceReader: Sendable {
  /// Names the reader and everything that decides its answers (model fingerprint, template,
  /// precision): part of the hash under which answers are kept.
  var identity: String { get }

  /// The answers to some prompts, in their order. The same prompt always gets the same answer,
  /// whatever stands beside it.
  func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities]

  /// What answering some prompts costs; asked before anything is run.
  func cost(of prompts: [EvidencePrompt]) throws -> ReadingCost
}

extension EvidenceReader {
  /// An estimate from the length of the texts: four bytes a token, nothing shared.
  public func cost(of prompts: [EvidencePrompt]) throws -> ReadingCost {
    let bytes = prompts.reduce(0) { sum, prompt in
      sum + prompt.question.text.utf8.count
        + prompt.documents.reduce(0) { $0 + $1.window.utf8.count + ($1.title?.utf8.count ?? 0) }
    }
    return ReadingCost(prompts: prompts.count, tokens: bytes / 4, computedTokens: bytes / 4)
  }
}

/// What it takes to answer some prompts.
public struct ReadingCost: Sendable, Equatable {
  /// How many prompts.
  public var prompts: Int
  /// Tokens of all prompts, each read whole.
  public var tokens: Int
  /// Tokens that go through the model when what prompts share is computed once.
  public var computedTokens: Int
  /// Tokens of the longest prompt; 0 when unknown.
  public var longestPrompt: Int

  /// A cost.
  public init(prompts: Int = 0, tokens: Int = 0, computedTokens: Int = 0, longestPrompt: Int = 0) {
    (self.prompts, self.tokens) = (prompts, tokens)
    (self.computedTokens, self.longestPrompt) = (computedTokens, longestPrompt)
  }

  /// Computed tokens among all, 0...1; 1 for no prompts.
  public var computedShare: Double {
    tokens == 0 ? 1 : Double(computedTokens) / Double(tokens)
  }

  /// Adds another cost.
  public static func += (sum: inout ReadingCost, other: ReadingCost) {
    sum.prompts += other.prompts
    sum.tokens += other.tokens
    sum.computedTokens += other.computedTokens
    sum.longestPrompt = max(sum.longestPrompt, other.longestPrompt)
  }
}
