/// A CSV file (RFC 4180) read one row at a time in flat memory.
///
/// Accepts a UTF-8 byte order mark, `\n`, `\r\n` and `\r` line ends, and quoted fields with
/// delimiters, line breaks and doubled quotes; a quote inside an unquoted field is text. Empty
/// lines are skipped, white space is kept. Every row must have as many fields as the header. A copy
/// shares the file's position with the original, so use one copy only.
public struct CSVReader {
  /// The column names, in order.
  public let header: [String]
  /// The file's path as given.
  public var path: String { records.path }

  private var records: CSVRecords
  private var row = 0

  /// Opens a file and reads its header line.
  ///
  /// `columns` names the columns of a file without a header line; its first record is then row 1.
  /// Throws when the file is empty, when a name occurs twice, or for malformed quoting.
  public init(
    path: String, delimiter: UInt8 = UInt8(ascii: ","), columns: [String]? = nil
  ) throws(TextFilesError) {
    records = try CSVRecords(path: path, delimiter: delimiter)
    if let columns {
      header = columns
      return
    }
    guard let record = try records.next(row: 0) else {
      throw .malformedCSV(path: path, line: 1, row: 0, problem: "the file is empty")
    }
    header = record.fields
    let named = header.filter { !$0.isEmpty }
    if let twice = named.first(where: { name in named.count { $0 == name } > 1 }) {
      throw .malformedCSV(
        path: path, line: record.line, row: 0, problem: "the column \"\(twice)\" occurs twice")
    }
  }

  /// The place of a column; throws `missingColumn` with the names that exist.
  public func index(of column: String) throws(TextFilesError) -> Int {
    if let index = header.firstIndex(of: column) { return index }
    throw .missingColumn(path: path, column: column, available: header)
  }

  /// The next row, nil at the end of the file.
  public mutating func next() throws(TextFilesError) -> CSVRow? {
    guard let record = try records.next(row: row + 1) else { return nil }
    row += 1
    guard record.fields.count == header.count else {
      throw .malformedCSV(
        path: path, line: record.line, row: row,
        problem: "expected \(header.count) fields as in the header, found \(record.fields.count)")
    }
    return CSVRow(row: row, line: record.line, fields: record.fields, header: header)
  }
}

/// One row of a CSV file.
public struct CSVRow: Sendable {
  /// The 1-based data row (the header is not counted).
  public let row: Int
  /// The 1-based line of the file in which the row starts.
  public let line: Int
  /// The fields, one a column.
  public let fields: [String]
  let header: [String]

  /// The field in the column of this name, nil when there is no such column. O(columns).
  public subscript(column: String) -> String? { header.firstIndex(of: column).map { fields[$0] } }
}
