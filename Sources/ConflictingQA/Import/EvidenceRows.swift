import TextFiles

/// Reads evidence row by row from JSON lines, JSON, CSV or TSV of any known layout.
///
/// JSON lines, CSV and TSV are streamed in flat memory; a JSON file that is one value is held whole.
/// A copy shares the file's position with the original, so use one copy only.
public struct EvidenceRows {
  /// The file that is read.
  public let path: String
  /// How its records are laid out.
  public let layout: EvidenceLayout
  private var records: RecordSource
  /// Rows of the current record that were not handed out yet, last first.
  private var waiting: [UncheckedRow] = []
  private var first: RecordSource.Record?

  /// Opens a file; without a layout its first record tells.
  ///
  /// - Throws: ``ConflictingQAError/badFile(path:problem:)`` when the layout is none of those known,
  ///   and `TextFilesError`.
  public init(path: String, layout: EvidenceLayout? = nil) throws {
    self.path = path
    records = try RecordSource(path: path)
    first = try records.next()
    if let layout {
      self.layout = layout
    } else {
      guard let first else {
        throw ConflictingQAError.badFile(path: path, problem: "it holds no record")
      }
      // A broken first record is reported as a bad row of our own layout.
      guard case .success(let value) = first.value else {
        self.layout = .evidence
        return
      }
      guard let found = EvidenceLayout(of: value) else {
        let keys = value.object?.keys.prefix(12).joined(separator: ", ") ?? "no members"
        throw ConflictingQAError.badFile(
          path: path,
          problem: "its layout is not known: the first record has \(keys); name the layout, one of "
            + EvidenceLayout.allCases.map(\.rawValue).joined(separator: ", "))
      }
      self.layout = found
    }
  }

  /// The next row, or what is wrong with it; nil at the end of the file. A bad row does not end the
  /// reading; an unreadable file throws.
  public mutating func next() throws -> Result<EvidenceRow, ConflictingQAError>? {
    while true {
      if let row = waiting.popLast() { return row.checked(path: path) }
      guard let record = try nextRecord() else { return nil }
      switch record.value {
      case .failure(let problem):
        return .failure(.badRow(path: path, row: record.row, problem: problem.sentence))
      case .success(let value):
        switch layout.rows(of: value, row: record.row) {
        case .success(let rows): waiting = rows.reversed()
        case .failure(let problem):
          return .failure(.badRow(path: path, row: record.row, problem: problem.sentence))
        }
      }
    }
  }

  private mutating func nextRecord() throws -> RecordSource.Record? {
    if let record = first {
      first = nil
      return record
    }
    return try records.next()
  }
}

/// What is wrong with a record, for the end of a sentence.
struct RecordProblem: Error {
  let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
