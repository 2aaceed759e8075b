/// What a reader is asked: a question with zero, one, two or more documents, in the order shown.
public struct EvidencePrompt: Sendable, Equatable {
  /// The question.
  public var question: EvidenceQuestion
  /// The documents in the order shown; empty asks closed-book. Their windows may have been edited.
  public var documents: [EvidenceDocument]

  /// A prompt.
  public init(question: EvidenceQuestion, documents: [EvidenceDocument]) {
    (self.question, self.documents) = (question, documents)
  }
}
