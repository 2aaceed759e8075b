/// A document that takes a side on a question (ConflictingQA, arXiv 2402.11782, section 2).
public struct EvidenceDocument: Sendable, Equatable {
  /// Stable id: the start of the SHA-256 of question, address and window unless the source has one.
  public var id: String
  /// The id of the question it answers.
  public var questionID: String
  /// The side it takes.
  public var stance: Stance
  /// The page's address; nil when unknown.
  public var url: String?
  /// The page's title; nil when unknown.
  public var title: String?
  /// The whole text.
  public var text: String
  /// The part of the text that is shown to a model.
  public var window: String

  /// A document; the window is the whole text unless given.
  public init(
    id: String, questionID: String, stance: Stance, url: String? = nil, title: String? = nil,
    text: String, window: String? = nil
  ) {
    (self.id, self.questionID, self.stance) = (id, questionID, stance)
    (self.url, self.title, self.text, self.window) = (url, title, text, window ?? text)
  }
}
