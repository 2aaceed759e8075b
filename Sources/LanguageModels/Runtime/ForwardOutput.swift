public import LinearAlgebra

/// Statistics of the distribution over the next token, one entry a kept position.
///
/// Position i holds the distribution after tokens 0...i, over token i + 1. Entropies and
/// log-probabilities are in nats and over the full vocabulary.
public struct NextTokenStatistics: Sendable, Equatable {
  /// Entropy of the distribution; higher = less certain.
  public var entropy: [Float]
  /// Log-probability of the actual next token; NaN at a sequence's last position.
  public var logProbability: [Float]
  /// Tokens with a strictly larger logit than the actual next one: 0 = it is the most likely, or
  /// shares that place; -1 at a sequence's last position.
  public var rank: [Int32]
  /// Number of most likely tokens listed a position.
  public var topK: Int
  /// The most likely tokens, [positions × topK], most likely first, of equals the lower id first.
  public var topTokens: [Int32]
  /// Their log-probabilities.
  public var topLogProbabilities: [Float]
}

/// Logits of a handful of tokens at one position, with what turns them into probabilities.
public struct ChosenLogits: Sendable, Equatable {
  /// Logits in the order in which the tokens were asked for.
  public var logits: [Float]
  /// ln Σ e^logit over the full vocabulary.
  public var logSumExp: Double

  /// Log-probabilities in nats, of the full distribution, in the same order.
  public var logProbabilities: [Double] { logits.map { Double($0) - logSumExp } }
}

/// What a forward pass kept; rows are the kept positions in batch order.
public struct ForwardOutput: Sendable {
  /// Activations, [positions × width] each.
  public var taps: [Tap: Matrix<Float>] = [:]
  /// Next-token statistics when they were asked for.
  public var statistics: NextTokenStatistics?
  /// Logits, [positions × vocabulary], when they were asked for.
  public var logits: Matrix<Float>?
  /// Logits of the chosen tokens, one entry a position, when they were asked for.
  public var chosenLogits: [ChosenLogits]?
}
