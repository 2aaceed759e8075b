/// How far a CSV record reaches.
struct CSVExtent {
  /// Bytes before the line end.
  let length: Int
  /// Bytes of the line end: 0 at the end of the file, else 1 or 2.
  let lineEndLength: Int
  /// Line feeds inside quotes, and the record's own line end.
  let lines: Int
}

/// Scans for the end of one record; keeps its state while more of the file is read.
struct CSVScan {
  /// Whether the scan stopped inside a quoted field.
  private(set) var isQuoted = false

  private let delimiter: UInt8
  private var position = 0
  private var lineFeeds = 0
  private var endsInReturn = false
  /// Whether a quote at the position would open a field, or go on with one it has just closed.
  private var opensAtQuote = true

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Goes on over the unread bytes; nil when the record goes on after them.
  mutating func advance(over bytes: UnsafeBufferPointer<UInt8>) -> CSVExtent? {
    while position < bytes.count {
      let byte = bytes[position]
      if endsInReturn { return extent(position - 1, byte == 0x0A ? 2 : 1) }
      if isQuoted {
        if byte == CSVRecords.quote {
          isQuoted = false
          opensAtQuote = true
        } else if byte == 0x0A {
          lineFeeds += 1
        }
      } else if byte == 0x0A {
        return extent(position, 1)
      } else if byte == 0x0D {
        endsInReturn = true
      } else if byte == CSVRecords.quote {
        isQuoted = opensAtQuote
      } else {
        opensAtQuote = byte == delimiter
      }
      position += 1
    }
    return nil
  }

  /// The extent when the file ends where the scan stopped.
  var extentAtEnd: CSVExtent {
    endsInReturn ? extent(position - 1, 1) : extent(position, 0)
  }

  private func extent(_ length: Int, _ lineEndLength: Int) -> CSVExtent {
    CSVExtent(length: length, lineEndLength: lineEndLength, lines: lineFeeds + 1)
  }
}
