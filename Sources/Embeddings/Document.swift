/// One text, or one sequence of token ids, to be scored.
public struct Document: Sendable, Equatable {
  /// What there is to score.
  public enum Content: Sendable, Equatable {
    /// Text for the model's tokenizer.
    case text(String)
    /// Token ids as they are: no tokenizer is needed and nothing is added in front.
    case tokens([Int32])
  }

  /// The `id` of the input, or its 1-based row number.
  public let id: String
  /// 1-based row of the input; for a text file and JSON lines, its line.
  public let row: Int
  /// What there is to score.
  public let content: Content

  /// A document of the given content.
  public init(id: String, row: Int, content: Content) {
    self.id = id
    self.row = row
    self.content = content
  }
}
