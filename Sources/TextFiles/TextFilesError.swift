/// What can be wrong with a JSON, JSON Lines or CSV file; `description` is the sentence a user
/// reads.
public enum TextFilesError: Error, Equatable {
  /// The file cannot be opened or read; `reason` is the system's own words.
  case unreadable(path: String, reason: String)
  /// The text is not the JSON this library accepts. `line` is 1-based, `byteOffset` counts from the
  /// start of the file (or of the given text when `source` is nil).
  case malformedJSON(source: String?, line: Int, byteOffset: Int, problem: String)
  /// A line of a JSON Lines or CSV file is longer than the reader's limit in bytes.
  case recordTooLong(path: String, line: Int, limit: Int)
  /// The table is not readable as CSV. `row` is the 1-based data row, 0 for the header.
  case malformedCSV(path: String, line: Int, row: Int, problem: String)
  /// A column that was asked for is not in the header.
  case missingColumn(path: String, column: String, available: [String])
}

/// The error that JSON parsing throws.
public typealias JSONError = TextFilesError

extension TextFilesError: CustomStringConvertible {
  /// One sentence: which file, what is wrong and where, what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      return "Cannot read \(path): \(reason)."
    case .malformedJSON(let source, let line, let byteOffset, let problem):
      let place = "line \(line) (byte \(byteOffset))"
      guard let source else { return "Malformed JSON in \(place): \(problem)." }
      return "\(source) is not valid JSON in \(place): \(problem)."
    case .recordTooLong(let path, let line, let limit):
      return "\(path) has a record of more than \(limit) bytes that starts in line \(line);"
        + " check that the file is text with one record a line."
    case .malformedCSV(let path, let line, let row, let problem):
      let place = row == 0 ? "header, line \(line)" : "row \(row), line \(line)"
      return "\(path) is not readable as CSV (\(place)): \(problem)."
    case .missingColumn(let path, let column, let available):
      let hint = nearestNameHint(for: column, in: available) { "\"\($0)\"" }
      let names = available.map { "\"\($0)\"" }.joined(separator: ", ")
      return "\(path) has no column \"\(column)\": its columns are \(names)\(hint)"
    }
  }
}
