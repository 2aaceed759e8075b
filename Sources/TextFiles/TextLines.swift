/// A text file read one line at a time in flat memory.
///
/// Lines end with `\n` or `\r\n`; the last one needs no line end. Blank lines are skipped and a
/// byte order mark is dropped. Bytes that are not UTF-8 read as U+FFFD. A copy shares the file's
/// position with the original, so use one copy only.
public struct TextLines {
  /// Where the current line stands.
  struct Place {
    /// 1-based line number.
    let line: Int
    /// Bytes of the file before the line.
    let byteOffset: Int
  }

  private var source: ByteSource
  private let limit: Int
  private var line = 0
  private var offset = 0

  /// The file that is read.
  public var path: String { source.path }

  /// Opens a file; `limit` bounds one line in bytes.
  public init(path: String, limit: Int = 1 << 26) throws(TextFilesError) {
    source = try ByteSource(path: path)
    self.limit = limit
  }

  /// The next line that is not blank with its 1-based number, nil at the end of the file.
  ///
  /// Throws when the file cannot be read or a line is longer than the limit.
  public mutating func next() throws(TextFilesError) -> (line: Int, text: String)? {
    try withNext { place, bytes throws(TextFilesError) in
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      let text = place.byteOffset == 0 && bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
      return (
        place.line, String(decoding: text.last == 0x0D ? text.dropLast() : text, as: UTF8.self)
      )
    }
  }

  /// Calls `body` with the bytes of the next line that is not blank, without its line feed; nil at
  /// the end of the file. An error of `body` leaves the reader at the line after it.
  mutating func withNext<Result>(
    _ body: (Place, UnsafeBufferPointer<UInt8>) throws(TextFilesError) -> Result
  ) throws(TextFilesError) -> Result? {
    while let length = try findLineEnd() {
      line += 1
      let place = Place(line: line, byteOffset: offset)
      defer {
        let step = min(length + 1, source.unread.count)
        source.consume(step)
        offset += step
      }
      let result = try source.withUnread { (unread) throws(TextFilesError) -> Result? in
        let text = UnsafeBufferPointer(rebasing: unread[..<length])
        if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
        return try body(place, text)
      }
      if let result { return result }
    }
    return nil
  }

  /// The length of the next line without its line feed, nil at the end of the file.
  private mutating func findLineEnd() throws(TextFilesError) -> Int? {
    var searched = 0
    while true {
      let found = source.withUnread { unread in unread[searched...].firstIndex(of: 0x0A) }
      if let found { return found }
      searched = source.unread.count
      guard searched <= limit else {
        throw .recordTooLong(path: source.path, line: line + 1, limit: limit)
      }
      if try !source.readMore() { return searched == 0 ? nil : searched }
    }
  }
}

extension TextLines {
  /// All text of a file, byte for byte but for a byte order mark; bytes that are not UTF-8 read as
  /// U+FFFD.
  public static func wholeText(
    path: String, limit: Int = 1 << 26
  ) throws(TextFilesError) -> String {
    let bytes = try readFile(path, limit: limit)
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return String(decoding: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
  }
}
