/// Splits a CSV file into records of fields; knows nothing of headers.
struct CSVRecords {
  private var source: ByteSource
  private let delimiter: UInt8
  private var line = 1
  private var isAtStart = true

  private static let largestRecord = 1 << 26
  static let quote = UInt8(ascii: "\"")

  var path: String { source.path }

  init(path: String, delimiter: UInt8) throws(TextFilesError) {
    source = try ByteSource(path: path)
    self.delimiter = delimiter
  }

  /// The next record that is not an empty line, with the line it starts in; nil at the end.
  ///
  /// `row` is for messages.
  mutating func next(row: Int) throws(TextFilesError) -> (line: Int, fields: [String])? {
    if isAtStart { try skipByteOrderMark() }
    while let extent = try findEnd(row: row) {
      let place = CSVPlace(path: path, line: line, row: row)
      defer {
        source.consume(extent.length + extent.lineEndLength)
        line += extent.lines
      }
      if extent.length == 0 { continue }
      let delimiter = delimiter
      let fields = try source.withUnread { (unread) throws(TextFilesError) in
        var fields = CSVFields(unread[..<extent.length], delimiter: delimiter, place: place)
        return try fields.all()
      }
      return (place.line, fields)
    }
    return nil
  }

  private mutating func skipByteOrderMark() throws(TextFilesError) {
    isAtStart = false
    while source.unread.count < 3, try source.readMore() {}
    let mark = source.withUnread { unread in Array(unread.prefix(3)) }
    if mark == [0xEF, 0xBB, 0xBF] { source.consume(3) }
    if mark.starts(with: [0xFF, 0xFE]) || mark.starts(with: [0xFE, 0xFF]) {
      throw CSVPlace(path: path, line: 1, row: 0).failure("the file is UTF-16; save it as UTF-8")
    }
  }

  /// Finds where the next record ends, reading more of the file as needed; nil at the end.
  private mutating func findEnd(row: Int) throws(TextFilesError) -> CSVExtent? {
    var scan = CSVScan(delimiter: delimiter)
    while true {
      if let extent = source.withUnread({ unread in scan.advance(over: unread) }) { return extent }
      guard source.unread.count <= CSVRecords.largestRecord else {
        throw .recordTooLong(path: path, line: line, limit: CSVRecords.largestRecord)
      }
      if try source.readMore() { continue }
      if source.unread.isEmpty { return nil }
      if scan.isQuoted {
        throw CSVPlace(path: path, line: line, row: row).failure("a quoted field is never closed")
      }
      return scan.extentAtEnd
    }
  }
}

/// Where a record stands, for messages.
struct CSVPlace {
  let path: String
  let line: Int
  let row: Int

  func failure(_ problem: String) -> TextFilesError {
    .malformedCSV(path: path, line: line, row: row, problem: problem)
  }
}

/// Splits the bytes of one record at its delimiters and takes the quotes off.
private struct CSVFields {
  private let bytes: Slice<UnsafeBufferPointer<UInt8>>
  private let delimiter: UInt8
  private let place: CSVPlace
  private var position: Int
  private var fields: [String] = []
  private var field: [UInt8] = []

  init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, delimiter: UInt8, place: CSVPlace) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.place = place
    position = bytes.startIndex
  }

  mutating func all() throws(TextFilesError) -> [String] {
    while true {
      field.removeAll(keepingCapacity: true)
      if next == CSVRecords.quote { try takeQuoted() } else { takePlain() }
      guard let text = String(validating: field, as: UTF8.self) else {
        throw failure("is not valid UTF-8; save the file as UTF-8")
      }
      fields.append(text)
      if next == nil { return fields }
      position += 1
    }
  }

  private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private func failure(_ problem: String) -> TextFilesError {
    place.failure("field \(fields.count + 1) \(problem)")
  }

  private mutating func takePlain() {
    let rest = bytes[position...]
    let end = rest.firstIndex(of: delimiter) ?? bytes.endIndex
    field.append(contentsOf: bytes[position..<end])
    position = end
  }

  private mutating func takeQuoted() throws(TextFilesError) {
    var start = position + 1
    while true {
      guard let end = bytes[start...].firstIndex(of: CSVRecords.quote) else {
        throw failure("is never closed")
      }
      field.append(contentsOf: bytes[start..<end])
      position = end + 1
      if next != CSVRecords.quote { break }
      // Two quotes stand for one in the text.
      field.append(CSVRecords.quote)
      start = position + 1
    }
    guard next == nil || next == delimiter else {
      throw failure("has text after its closing quote")
    }
  }
}
