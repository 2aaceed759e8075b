import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

#if _endian(big)
  #error("All formats here are little-endian and are read in place.")
#endif

/// A whole file mapped read-only into memory; unmapped when the last reference goes.
///
/// Opening costs a few system calls whatever the size; pages are read from disk when first touched.
/// As with any mapping, a file that another program shortens afterwards ends this one with SIGBUS;
/// the files written here are replaced by renaming, which is safe.
public final class MappedFile: Sendable {
  /// The path as given.
  public let path: String
  /// The file's size in bytes.
  public let count: Int
  private let base: UInt

  /// Calls `body` with the file's bytes, which are valid until it returns.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  /// The file's bytes, valid while this object lives; Swift may drop it right after its last use.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: base), count: count)
  }

  /// Maps a regular file; throws `unreadable` when it is absent, a folder, or not permitted.
  public init(path: String) throws(TensorFilesError) {
    func failure(_ code: Int32) -> TensorFilesError {
      .unreadable(path: path, reason: systemErrorText(code))
    }
    // Non-blocking, so that opening a pipe by mistake does not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw .unreadable(path: path, reason: isFolder ? "it is a folder" : "it is not a file")
    }
    self.path = path
    count = Int(status.st_size)
    if count == 0 {
      base = 0
      return
    }
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
      address != MAP_FAILED
    else { throw failure(errno) }
    base = UInt(bitPattern: address)
  }

  deinit {
    if count > 0 { munmap(UnsafeMutableRawPointer(bitPattern: base), count) }
  }

  /// Gives the memory of a range back to the system; reading it again reads the file again.
  public func discard(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<count)
    let page = Int(getpagesize())
    let start = range.lowerBound / page * page
    guard start < range.upperBound else { return }
    let address = UnsafeMutableRawPointer(bitPattern: base + UInt(start))
    madvise(address, range.upperBound - start, MADV_DONTNEED)
  }
}
