/// A yes/no question on which documents disagree; the unit of inference of every study.
public struct EvidenceQuestion: Sendable, Equatable {
  /// Stable id: the start of the SHA-256 of the question's text unless the source has one.
  public var id: String
  /// The question as it is asked.
  public var text: String
  /// Topical category, empty when the source has none.
  public var category: String

  /// A question.
  public init(id: String, text: String, category: String = "") {
    (self.id, self.text, self.category) = (id, text, category)
  }
}
