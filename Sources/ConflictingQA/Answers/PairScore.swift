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
}
