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
  private var lines: TextLines
  private let limits: JSONLimits

  /// Opens a file; `limits.bytes` bounds one line (64 MiB by default).
  public init(
    path: String, limits: JSONLimits = JSONLimits(bytes: 1 << 26)
  ) throws(TextFilesError) {
    lines = try TextLines(path: path, limit: limits.bytes)
    self.limits = limits
  }

  /// The next value and its 1-based line number, nil at the end of the file.
  ///
  /// Throws for a line that is not JSON (the error has the line and the byte offset in the file) or
  /// is longer than the limit; the following call then goes on with the next line or throws again.
  public mutating func next() throws(TextFilesError) -> (line: Int, value: JSONValue)? {
    let (limits, path) = (limits, lines.path)
    return try lines.withNext { (place, text) throws(TextFilesError) in
      let origin = TextOrigin(path: path, line: place.line, byteOffset: place.byteOffset)
      let value = try JSONValue.parse(UnsafeRawBufferPointer(text), limits: limits, origin: origin)
      return (place.line, value)
    }
  }
}
