import TensorFiles
import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The right to compute a step: one process has it at a time, however it ends.
public final class StepLock: Sendable {
  private let descriptor: Int32

  fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}

extension StepStore {
  /// Takes the right to compute a step; nil while another process, perhaps of another study, has it.
  ///
  /// - Throws: `TensorFilesError.unwritable` when the store cannot be written.
  public func lock(_ key: String) throws -> StepLock? {
    try Folder.make(path)
    let file = folder(of: key) + ".lock"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw TensorFilesError.unwritable(path: file, reason: systemErrorText(errno))
    }
    let lock = StepLock(descriptor)
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
    guard errno == EWOULDBLOCK else {
      throw TensorFilesError.unwritable(path: file, reason: systemErrorText(errno))
    }
    return nil
  }
}
