/// A JSON Lines file (one JSON value a line), read one line at a time in flat memory.
///
/// Blank lines are skipped, a byte order mark and `\r\n` are accepted, the last line needs no line
/// end. A copy shares the file's position with the original, so use one copy only.
///
/// ```swift
/// var lines = try JSONLines(path: "documents.jsonl")
/// while let (line, value) = try lines.next() { ... }
/// ```
public struct JSONLines {
  private var source: ByteSource
  private let limits: JSONLimits
  private var line = 0
  /// Bytes of the file before the unread ones, for error offsets.
  private var offset = 0

  /// Opens a file; `limits.bytes` bounds one line (64 MiB by default).
  public init(
    path: String, limits: JSONLimits = JSONLimits(bytes: 1 << 26)
  ) throws(TextFilesError) {
    source = try ByteSource(path: path)
    self.limits = limits
  }

  /// The next value and its 1-based line number, nil at the end of the file.
  ///
  /// Throws for a line that is not JSON (the error has the line and the byte offset in the file) or
  /// is longer than the limit; the following call then goes on with the next line or throws again.
  public mutating func next() throws(TextFilesError) -> (line: Int, value: JSONValue)? {
    while let length = try findLineEnd() {
      line += 1
      let start = offset
      defer {
        let step = min(length + 1, source.unread.count)
        source.consume(step)
        offset += step
      }
      if let value = try parseLine(length, start: start) { return (line, value) }
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
      guard searched <= limits.bytes else {
        throw .recordTooLong(path: source.path, line: line + 1, limit: limits.bytes)
      }
      if try !source.readMore() { return searched == 0 ? nil : searched }
    }
  }

  private func parseLine(_ length: Int, start: Int) throws(TextFilesError) -> JSONValue? {
    let (limits, origin) = (limits, TextOrigin(path: source.path, line: line, byteOffset: start))
    return try source.withUnread { (unread) throws(TextFilesError) in
      let text = UnsafeBufferPointer(rebasing: unread[..<length])
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
      return try JSONValue.parse(UnsafeRawBufferPointer(text), limits: limits, origin: origin)
    }
  }
}
