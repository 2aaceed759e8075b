public import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files that appear complete or not at all.
public enum AtomicFile {
  /// Makes or replaces a file with what `body` writes.
  ///
  /// The bytes go to `.<name>.partial` in the same folder, are synced to disk, and are then renamed
  /// to the final name; a crash at any moment leaves the old file or the new one. When `body` or a
  /// write throws, the partial file is removed and the final name is untouched. A partial file that
  /// a killed process left is overwritten; one that a running process holds (it is locked) throws.
  public static func write(
    path: String, _ body: (inout FileSink) throws -> Void
  ) throws {
    let (folder, partialPath) = try places(for: path)
    let descriptor = try openLocked(partialPath, path: path)
    defer { close(descriptor) }  // also unlocks
    do {
      guard ftruncate(descriptor, 0) == 0 else { throw failure(path, errno) }
      var sink = FileSink(descriptor: descriptor, path: path)
      try body(&sink)
      try sink.flush()
      guard fsync(descriptor) == 0 else { throw failure(path, errno) }
      guard rename(partialPath, path) == 0 else { throw failure(path, errno) }
    } catch {
      unlink(partialPath)
      throw error
    }
    syncFolder(folder)
  }

  /// Makes or replaces a text file, see `write(path:_:)`.
  public static func write(path: String, text: String) throws {
    try write(path: path) { sink in try sink.write(text) }
  }

  /// Makes or replaces a file that holds one JSON value, indented, see `write(path:_:)`.
  public static func write(path: String, json: JSONValue) throws {
    try write(path: path, text: json.serialized(pretty: true) + "\n")
  }

  private static func failure(_ path: String, _ code: Int32) -> TensorFilesError {
    .unwritable(path: path, reason: writeFailureText(code))
  }

  private static func places(
    for path: String
  ) throws(TensorFilesError) -> (folder: String, partialPath: String) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let prefix = slash.map { path[...$0] } ?? ""
    let name = path[prefix.endIndex...]
    guard !name.isEmpty, name != ".", name != ".." else {
      throw .unwritable(path: path, reason: "it is not the name of a file")
    }
    return (prefix.isEmpty ? "." : String(prefix), "\(prefix).\(name).partial")
  }

  /// Opens the partial file and locks it against other writers.
  private static func openLocked(
    _ partialPath: String, path: String
  ) throws(TensorFilesError) -> Int32 {
    while true {
      let descriptor = open(partialPath, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else { throw failure(path, errno) }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        close(descriptor)
        throw .unwritable(path: path, reason: "another process is writing it at the moment")
      }
      // Another writer may have renamed the file between opening and locking; it is theirs then.
      if isFile(descriptor, at: partialPath) { return descriptor }
      close(descriptor)
    }
  }

  private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Makes the new name durable. Some file systems cannot sync folders; the file itself is safe
  /// then.
  private static func syncFolder(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
