/// A frozen model as a measuring instrument for texts.
public protocol FrozenTextModel: Sendable {
  /// Names the model and everything that decides its numbers.
  var identity: String { get }

  /// What the model makes of some texts, in their order.
  func measure(_ texts: [String]) async throws -> [TextMeasurement]
}

/// What a frozen model makes of a text.
public struct TextMeasurement: Sendable, Equatable {
  /// The embedding.
  public var embedding: [Double]
  /// Mean negative log-probability of the tokens after the first, nats; NaN for fewer than two.
  public var logPerplexity: Double

  /// An embedding with a log perplexity.
  public init(embedding: [Double], logPerplexity: Double) {
    (self.embedding, self.logPerplexity) = (embedding, logPerplexity)
  }
}
