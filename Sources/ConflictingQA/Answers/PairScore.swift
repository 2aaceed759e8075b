import Calibration

/// A reader's answers to one question with one document of either side, in both orders.
public struct PairScore: Sendable, Equatable {
  /// The question.
  public var questionID: String
  /// The document that says yes.
  public var yesID: String
  /// The document that says no.
  public var noID: String
  /// The answer with the yes document first.
  public var yesFirst: AnswerProbabilities
  /// The answer with the no document first.
  public var noFirst: AnswerProbabilities

  /// Answers in both orders.
  public init(
    questionID: String, yesID: String, noID: String, yesFirst: AnswerProbabilities,
    noFirst: AnswerProbabilities
  ) {
    (self.questionID, self.yesID, self.noID) = (questionID, yesID, noID)
    (self.yesFirst, self.noFirst) = (yesFirst, noFirst)
  }

  /// Log odds of yes over no without the effect of order, nats: the mean over both orders.
  public var debiasedLogit: Double { (yesFirst.logit + noFirst.logit) / 2 }

  /// Half the change of the log odds of a document's side by showing it first, nats.
  public var positionEffect: Double { (yesFirst.logit - noFirst.logit) / 2 }

  /// Whether the answer changes when the documents change places.
  public var flipsWithOrder: Bool { (yesFirst.logit > 0) != (noFirst.logit > 0) }

  /// The lower coverage of both orders, 0...1.
  public var coverage: Double { min(yesFirst.coverage, noFirst.coverage) }

  /// How far the document wins: the probability of its side, 0...1, order averaged out in logits.
  public func softWin(of stance: Stance) -> Double {
    probability(ofLogit: stance == .yes ? debiasedLogit : -debiasedLogit)
  }

  /// Whether the document wins: 1, 0, or 0.5 at exactly even odds.
  public func hardWin(of stance: Stance) -> Double {
    if debiasedLogit == 0 { return 0.5 }
    return (debiasedLogit > 0) == (stance == .yes) ? 1 : 0
  }
}
