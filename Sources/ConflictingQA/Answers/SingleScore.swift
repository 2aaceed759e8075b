/// A reader's answer to a question with one document, or with none.
public struct SingleScore: Sendable, Equatable {
  /// The question.
  public var questionID: String
  /// The document that was shown; nil for closed-book, the reader's prior.
  public var documentID: String?
  /// The answer.
  public var answer: AnswerProbabilities

  /// An answer.
  public init(questionID: String, documentID: String?, answer: AnswerProbabilities) {
    (self.questionID, self.documentID, self.answer) = (questionID, documentID, answer)
  }
}
