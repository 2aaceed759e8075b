/// Splits a CSV file into records of fields; knows nothing of headers.
struct CSVRecords {
  private var source: ByteSource
  private let delimiter: UInt8
  private var line = 1
  private var isAtStart = true

  private static let largestRecord = 1 << 26
  private static let quote = UInt8(ascii: "\"")

  var path: String { source.path }

  init(path: String, delimiter: UInt8) throws(TextFilesError) {
    source = try ByteSource(path: path)
    self.delimiter = delimiter
  }

  /// The next record that is not an empty line, with the line it starts in; nil at the end.
  mutating func next(row: Int) throws(TextFilesError) -> (line: Int, fields: [String])? {
    if isAtStart { try skipByteOrderMark() }
    while let extent = try findEnd(row: row) {
      let start = line
      let fields = extent.length == 0 ? nil : try split(extent.length, row: row)
      source.consume(extent.length + extent.lineEnd)
      line += extent.lines
      if let fields { return (start, fields) }
    }
    return nil
  }

  private mutating func skipByteOrderMark() throws(TextFilesError) {
    isAtStart = false
    while source.unread.count < 3, try source.readMore() {}
    let mark = source.withUnread { unread in Array(unread.prefix(3)) }
    if mark == [0xEF, 0xBB, 0xBF] { source.consume(3) }
    if mark.starts(with: [0xFF, 0xFE]) || mark.starts(with: [0xFE, 0xFF]) {
      throw .malformedCSV(
        path: path, line: 1, row: 0, problem: "the file is UTF-16; save it as UTF-8")
    }
  }

  private struct Extent {
    /// Bytes before the line end.
    var length = 0
    /// Bytes of the line end: 0 at the end of the file, else 1 or 2.
    var lineEnd = 0
    /// Line ends in the record, its own included.
    var lines = 0
  }

  /// Finds where the next record ends, reading more of the file as needed; nil at the end.
  private mutating func findEnd(row: Int) throws(TextFilesError) -> Extent? {
    var scan = CSVScan(delimiter: delimiter)
    while true {
      let end = source.withUnread { unread in scan.advance(over: unread) }
      if let end {
        return Extent(length: end.length, lineEnd: end.lineEnd, lines: scan.lineEnds)
      }
      guard scan.position <= CSVRecords.largestRecord else {
        throw .recordTooLong(path: path, line: line, limit: CSVRecords.largestRecord)
      }
      if try source.readMore() { continue }
      let length = source.unread.count
      if length == 0 { return nil }
      if scan.isQuoted {
        throw .malformedCSV(
          path: path, line: line, row: row, problem: "a quoted field is never closed")
      }
      // A lone carriage return as the last byte waited for a line feed that did not come.
      let hasReturn = scan.endsInReturn
      return Extent(
        length: hasReturn ? length - 1 : length, lineEnd: hasReturn ? 1 : 0, lines: scan.lineEnds)
    }
  }

  private func split(_ length: Int, row: Int) throws(TextFilesError) -> [String] {
    let (delimiter, path, line) = (delimiter, path, line)
    return try source.withUnread { (unread) throws(TextFilesError) in
      var fields: [String] = []
      var bytes: [UInt8] = []
      var position = 0
      func problem(_ text: String) -> TextFilesError {
        .malformedCSV(path: path, line: line, row: row, problem: text)
      }
      while true {
        bytes.removeAll(keepingCapacity: true)
        if position < length, unread[position] == CSVRecords.quote {
          position += 1
          while true {
            if unread[position] == CSVRecords.quote {
              position += 1
              if position == length || unread[position] != CSVRecords.quote { break }
            }
            bytes.append(unread[position])
            position += 1
          }
          guard position == length || unread[position] == delimiter else {
            throw problem("text follows the closing quote of field \(fields.count + 1)")
          }
        } else {
          while position < length, unread[position] != delimiter {
            bytes.append(unread[position])
            position += 1
          }
        }
        guard let field = String(validating: bytes, as: UTF8.self) else {
          throw problem("field \(fields.count + 1) is not valid UTF-8; save the file as UTF-8")
        }
        fields.append(field)
        if position == length { return fields }
        position += 1
      }
    }
  }
}

/// Scans for the end of one record and remembers its state between two reads of the file.
private struct CSVScan {
  let delimiter: UInt8
  var position = 0
  var isQuoted = false
  var lineEnds = 0
  var endsInReturn = false
  private var isFieldStart = true

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Goes on over the unread bytes; the record's length and its line end's, nil if more are needed.
  mutating func advance(
    over bytes: UnsafeBufferPointer<UInt8>
  ) -> (length: Int, lineEnd: Int)? {
    while position < bytes.count {
      let byte = bytes[position]
      if endsInReturn {
        return (position - 1, byte == 0x0A ? 2 : 1)
      }
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        // A doubled quote closes and opens again, which leaves the state as it was.
        if isQuoted || isFieldStart || lastWasClosingQuote { isQuoted.toggle() }
        lastWasClosingQuote = !isQuoted
        isFieldStart = false
        continue
      case 0x0A:
        lineEnds += 1
        if !isQuoted { return (position - 1, 1) }
      case 0x0D:
        if !isQuoted {
          lineEnds += 1
          endsInReturn = true
        }
      default: isFieldStart = !isQuoted && byte == delimiter
      }
      lastWasClosingQuote = false
    }
    return nil
  }

  private var lastWasClosingQuote = false
}
