#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file read front to back through a buffer that grows only for a record that needs it.
///
/// A copy shares the file's read position with the original, so use one copy only.
struct ByteSource {
  let path: String
  private let file: OpenFile
  private var buffer: [UInt8] = []
  /// The unread part of the buffer.
  private(set) var unread: Range<Int> = 0..<0
  private let chunk: Int

  init(path: String, chunk: Int = 1 << 18) throws(TextFilesError) {
    self.path = path
    self.file = try OpenFile(path: path)
    self.chunk = chunk
  }

  /// The unread bytes that are in memory.
  func withUnread<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try buffer.withUnsafeBufferPointer { (all) throws(Failure) in
      try body(UnsafeBufferPointer(rebasing: all[unread]))
    }
  }

  /// Marks the first `count` unread bytes as read.
  mutating func consume(_ count: Int) { unread = (unread.lowerBound + count)..<unread.upperBound }

  /// Reads more bytes behind the unread ones; false at the end of the file.
  mutating func readMore() throws(TextFilesError) -> Bool {
    if unread.lowerBound > 0 {
      buffer.removeSubrange(..<unread.lowerBound)
      unread = 0..<unread.count
    }
    if buffer.count < unread.count + chunk {
      let size = max(unread.count + chunk, 2 * buffer.count)
      buffer.append(contentsOf: repeatElement(0, count: size - buffer.count))
    }
    let start = unread.upperBound
    let count = try buffer.withUnsafeMutableBufferPointer { (all) throws(TextFilesError) in
      try file.read(into: UnsafeMutableBufferPointer(rebasing: all[start...]))
    }
    unread = 0..<(start + count)
    return count > 0
  }
}

/// An open file descriptor that closes itself.
private final class OpenFile: Sendable {
  private let path: String
  private let descriptor: Int32

  init(path: String) throws(TextFilesError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: systemErrorText(errno)) }
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(TextFilesError) -> Int {
    while true {
      let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .unreadable(path: path, reason: systemErrorText(errno)) }
    }
  }
}

#if canImport(Darwin)
  private let systemRead = Darwin.read
#else
  private let systemRead = Glibc.read
#endif

/// The system's words for an error number, e.g. "No such file or directory".
package func systemErrorText(_ code: Int32) -> String { String(cString: strerror(code)) }

/// A whole file in memory.
func readFile(_ path: String, limit: Int) throws(TextFilesError) -> [UInt8] {
  var source = try ByteSource(path: path, chunk: 1 << 20)
  while try source.readMore() {
    if source.unread.count > limit {
      throw .unreadable(path: path, reason: "it is larger than the limit of \(limit) bytes")
    }
  }
  return source.withUnread { Array($0) }
}
