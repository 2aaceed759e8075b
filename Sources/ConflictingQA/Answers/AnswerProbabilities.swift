import Foundation

/// How likely a reader's first answer word is yes or no, summed over the ways to write each.
public struct AnswerProbabilities: Sendable, Equatable {
  /// Natural log of the probability of yes, summed over surface variants.
  public var logYes: Double
  /// Natural log of the probability of no, summed over surface variants.
  public var logNo: Double
  /// Natural log of the probability of a third answer such as "unclear"; nil when none is offered.
  public var logUnclear: Double?

  /// Log-probabilities in nats, each at most 0.
  public init(logYes: Double, logNo: Double, logUnclear: Double? = nil) {
    (self.logYes, self.logNo, self.logUnclear) = (logYes, logNo, logUnclear)
  }

  /// Log odds of yes over no, nats.
  public var logit: Double { logYes - logNo }

  /// The probability that the answer is one of those offered, 0...1; low means the reader would
  /// rather say something else.
  public var coverage: Double { exp(logYes) + exp(logNo) + (logUnclear.map { exp($0) } ?? 0) }
}
