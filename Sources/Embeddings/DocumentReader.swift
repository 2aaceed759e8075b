import TextFiles

/// Reads documents one after the other from JSON lines, CSV or plain text; memory stays flat.
///
/// - JSON lines (`.jsonl`, `.ndjson`): `{"text": "...", "id": "..."}`, or `{"tokens": [1, 2, 3]}`.
/// - CSV (`.csv`; `.tsv` with tabs): the text column, and the `id` column where there is one.
/// - Anything else: one document a line, blank lines skipped.
public struct DocumentReader {
  /// The columns or keys that hold the parts of a document.
  public struct Columns: Sendable, Equatable {
    /// Column or key of the text.
    public var text: String
    /// Column or key of the id; rows without one are known by their row number.
    public var id: String

    /// Names of the columns or keys.
    public init(text: String = "text", id: String = "id") {
      self.text = text
      self.id = id
    }
  }

  private enum Source {
    case jsonLines(JSONLines)
    case csv(CSVReader, text: Int, id: Int?)
    case lines(TextLines)
  }

  /// The file that is read.
  public let path: String
  private let columns: Columns
  private var source: Source

  /// Opens a file of documents.
  ///
  /// - Throws: `TextFilesError` when the file cannot be read or has no such column.
  public init(path: String, columns: Columns = Columns()) throws {
    self.path = path
    self.columns = columns
    switch path.split(separator: ".").last?.lowercased() {
    case "jsonl", "ndjson":
      source = .jsonLines(try JSONLines(path: path))
    case "csv":
      source = try Self.table(path, delimiter: UInt8(ascii: ","), columns)
    case "tsv":
      source = try Self.table(path, delimiter: UInt8(ascii: "\t"), columns)
    default:
      source = .lines(try TextLines(path: path))
    }
  }

  private static func table(_ path: String, delimiter: UInt8, _ columns: Columns) throws -> Source {
    let reader = try CSVReader(path: path, delimiter: delimiter)
    let text = try reader.index(of: columns.text)
    return .csv(reader, text: text, id: reader.header.firstIndex(of: columns.id))
  }

  /// The number of documents in a file, by reading it through.
  public static func count(path: String, columns: Columns = Columns()) throws -> Int {
    var reader = try DocumentReader(path: path, columns: columns)
    var count = 0
    while try reader.next() != nil { count += 1 }
    return count
  }

  /// The next document, or nil at the end of the file.
  ///
  /// - Throws: ``EmbeddingsError/badDocument(path:row:problem:)`` or `TextFilesError`; both name
  ///   the row.
  public mutating func next() throws -> Document? {
    switch source {
    case .jsonLines(var lines):
      defer { source = .jsonLines(lines) }
      guard let (line, value) = try lines.next() else { return nil }
      return try document(fromLine: line, value)
    case .csv(var reader, let text, let id):
      defer { source = .csv(reader, text: text, id: id) }
      guard let row = try reader.next() else { return nil }
      return Document(
        id: id.map { row.fields[$0] } ?? String(row.row), row: row.row,
        content: .text(row.fields[text]))
    case .lines(var lines):
      defer { source = .lines(lines) }
      guard let (line, text) = try lines.next() else { return nil }
      return Document(id: String(line), row: line, content: .text(text))
    }
  }

  private func document(fromLine line: Int, _ value: JSONValue) throws -> Document {
    func bad(_ problem: String) -> EmbeddingsError {
      .badDocument(path: path, row: line, problem: problem)
    }
    guard let object = value.object else { throw bad("the line is not a JSON object") }
    let id = try object[columns.id].map { value in
      guard let id = value.string ?? value.int.map(String.init) else {
        throw bad("\"\(columns.id)\" is neither text nor a whole number")
      }
      return id
    }
    if let tokens = object["tokens"] {
      guard let values = tokens.array else { throw bad("\"tokens\" is not an array of token ids") }
      let ids = try values.map { value in
        guard let id = value.int.flatMap({ Int32(exactly: $0) }), id >= 0 else {
          throw bad("\"tokens\" holds a value that is not a token id")
        }
        return id
      }
      return Document(id: id ?? String(line), row: line, content: .tokens(ids))
    }
    guard let text = object[columns.text]?.string else {
      throw bad("there is neither \"\(columns.text)\" with text nor \"tokens\" with ids")
    }
    return Document(id: id ?? String(line), row: line, content: .text(text))
  }
}
