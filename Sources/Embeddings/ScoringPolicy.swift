public import LanguageModels

/// How documents are turned into the sequences a model sees, and what is kept of each position.
public struct ScoringPolicy: Sendable, Equatable {
  /// Whether a beginning-of-text token goes in front of a text. Token ids stay as they are given.
  public enum BeginningOfText: String, Sendable, CaseIterable {
    /// As the model's tokenizer does it.
    case model
    /// Always, also where the tokenizer does not.
    case always
    /// Never.
    case never
  }

  /// Positions whose numbers are kept.
  public enum Positions: String, Sendable, CaseIterable {
    /// Every position.
    case all
    /// The last position of each document: one row a document.
    case last
  }

  /// Taps to keep, in model order.
  public var taps: [Tap]
  /// Positions to keep.
  public var positions: Positions
  /// How many of the most likely next tokens are kept at each position.
  public var topK: Int
  /// Beginning-of-text policy.
  public var beginningOfText: BeginningOfText
  /// Longest sequence the model sees; nil for the model's own context length.
  public var contextLength: Int?
  /// New positions that each further window of a long document adds; nil for half the context.
  public var stride: Int?
  /// Whether entropy, log-probability, rank and top tokens are computed.
  public var statistics: Bool
  /// Tokens that go through the model together; it changes speed and memory only.
  public var batchTokens: Int

  /// A policy; the defaults keep the final norm and all statistics at all positions.
  public init(
    taps: [Tap] = [.finalNorm], positions: Positions = .all, topK: Int = 20,
    beginningOfText: BeginningOfText = .model, contextLength: Int? = nil, stride: Int? = nil,
    statistics: Bool = true, batchTokens: Int = 1024
  ) {
    self.taps = taps
    self.positions = positions
    self.topK = topK
    self.beginningOfText = beginningOfText
    self.contextLength = contextLength
    self.stride = stride
    self.statistics = statistics
    self.batchTokens = batchTokens
  }
}
