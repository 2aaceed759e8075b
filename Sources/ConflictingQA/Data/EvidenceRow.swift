public import TextFiles

/// One row of evidence: a document and the question it takes a side on.
public struct EvidenceRow: Sendable, Equatable {
  /// 1-based row of the file it was read from: the line of JSON lines, the data row of a table, the
  /// element of a list.
  public var row: Int
  /// The question.
  public var question: EvidenceQuestion
  /// The document.
  public var document: EvidenceDocument

  /// A row.
  public init(row: Int, question: EvidenceQuestion, document: EvidenceDocument) {
    (self.row, self.question, self.document) = (row, question, document)
  }

  /// The row as a JSON line of this library's own layout.
  public var json: JSONValue {
    [
      "question_id": .string(question.id), "question": .string(question.text),
      "category": .string(question.category), "document": .string(document.id),
      "stance": .string(document.stance.rawValue),
      "url": document.url.map(JSONValue.string) ?? .null,
      "title": document.title.map(JSONValue.string) ?? .null, "text": .string(document.text),
      "window": document.window == document.text ? .null : .string(document.window),
    ]
  }
}

/// What a source says of a document, before anything is checked.
struct UncheckedRow {
  var row: Int
  var question: String?
  var category: String?
  var stance: String?
  var url: String?
  var title: String?
  var text: String?
  var window: String?
  var questionID: String?
  var documentID: String?

  /// The row with ids, or the sentence that says what is wrong with it.
  func checked(path: String) -> Result<EvidenceRow, ConflictingQAError> {
    func bad(_ problem: String) -> Result<EvidenceRow, ConflictingQAError> {
      .failure(.badRow(path: path, row: row, problem: problem))
    }
    guard let question = question?.trimmed, !question.isEmpty else {
      return bad("there is no question")
    }
    guard let written = stance?.trimmed, !written.isEmpty else { return bad("there is no stance") }
    guard let stance = Stance(rawValue: written.lowercased()) else {
      return bad("the stance is \"\(written)\", expected yes or no")
    }
    let shown = window?.trimmed ?? ""
    let whole = text?.trimmed ?? ""
    guard !shown.isEmpty || !whole.isEmpty else { return bad("there is no text") }
    let url = url.flatMap { $0.isEmpty ? nil : $0 }
    let window = shown.isEmpty ? whole : shown
    let questionID = questionID ?? ContentID.make([question])
    return .success(
      EvidenceRow(
        row: row,
        question: EvidenceQuestion(id: questionID, text: question, category: category ?? ""),
        document: EvidenceDocument(
          id: documentID ?? ContentID.make([question, url ?? "", window]), questionID: questionID,
          stance: stance, url: url, title: title.flatMap { $0.isEmpty ? nil : $0 },
          text: whole.isEmpty ? shown : whole, window: window)))
  }
}

extension StringProtocol {
  /// The text without white space around it.
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
  }
}
