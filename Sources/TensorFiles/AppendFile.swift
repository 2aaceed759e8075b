import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file of lines that only grows; what `append` has returned from is on disk.
///
/// The file is locked against other processes while it is open. A last line without its line feed,
/// which a kill in the middle of a write leaves, is cut off when the file is opened.
public struct AppendFile: ~Copyable {
  /// The file's path.
  public let path: String
  private let descriptor: Int32

  /// Opens a file for appending, or makes an empty one.
  ///
  /// - Throws: ``TensorFilesError/unwritable(path:reason:)`` in the system's words, also when another
  ///   process is appending.
  public init(path: String) throws(TensorFilesError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .unwritable(path: path, reason: writeFailureText(errno))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw .unwritable(path: path, reason: "another process is writing it at the moment")
    }
    try cutTornLine()
  }

  deinit { close(descriptor) }

  /// Adds text, which should end with a line feed, and waits until it is on disk.
  public mutating func append(_ text: String) throws(TensorFilesError) {
    var sink = FileSink(descriptor: descriptor, path: path)
    try sink.write(text)
    try sink.flush()
    guard fsync(descriptor) == 0 else {
      throw .unwritable(path: path, reason: writeFailureText(errno))
    }
  }

  /// Leaves the file's end after its last line feed.
  private func cutTornLine() throws(TensorFilesError) {
    var end = lseek(descriptor, 0, SEEK_END)
    var byte: UInt8 = 0
    while end > 0, pread(descriptor, &byte, 1, end - 1) == 1, byte != 0x0A { end -= 1 }
    guard ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end else {
      throw .unwritable(path: path, reason: writeFailureText(errno))
    }
  }
}
