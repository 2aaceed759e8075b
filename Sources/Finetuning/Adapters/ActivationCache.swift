import Foundation
import LinearAlgebra
import Synchronization
import TensorFiles
import TextFiles

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What leaves a model's frozen blocks, by text: made once, read in every later pass.
///
/// Rows are float32, so that training is the same to the bit with a cache and without. They lie in
/// memory, or in an unnamed file of a folder that the system may page in and out.
final class ActivationCache: @unchecked Sendable {
  let width: Int
  private let folder: String?
  private var places: [[Int32]: UnsafeMutablePointer<Float>] = [:]
  private var segments: [UnsafeMutableRawBufferPointer] = []
  /// Floats that are left in the last segment.
  private var free = 0
  private var next: UnsafeMutablePointer<Float>?

  private static let segmentBytes = 1 << 26

  /// An empty cache of rows of `width` numbers; in memory without a folder.
  init(width: Int, folder: String? = nil) {
    self.width = width
    self.folder = folder
  }

  deinit { for segment in segments { munmap(segment.baseAddress, segment.count) } }

  /// The rows of a text, [tokens × width]; nil when they were not made yet.
  func rows(_ tokens: [Int32]) -> MatrixView<Float>? {
    places[tokens].map { MatrixView(base: $0, rows: tokens.count, columns: width) }
  }

  /// Room for the rows of a text, which the caller fills. Throws when there is no more memory or disk.
  func add(_ tokens: [Int32]) throws -> MutableMatrixView<Float> {
    let count = tokens.count * width
    if free < count { try addSegment(floats: count) }
    guard let place = next else { preconditionFailure("A new segment has room.") }
    next = place + count
    free -= count
    places[tokens] = place
    return MutableMatrixView(base: place, rows: tokens.count, columns: width)
  }

  private func addSegment(floats: Int) throws {
    let bytes = max(ActivationCache.segmentBytes, floats * MemoryLayout<Float>.stride)
    let descriptor = try folder.map { try ActivationCache.unnamedFile(in: $0, bytes: bytes) }
    defer { if let descriptor { close(descriptor) } }
    let flags = descriptor == nil ? MAP_PRIVATE | MAP_ANON : MAP_SHARED
    guard
      let address = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, descriptor ?? -1, 0),
      address != MAP_FAILED
    else {
      throw FinetuningError.badSetting(
        "There is no memory for \(bytes >> 20) MiB of frozen activations: \(systemErrorText(errno)); "
          + "keep them in a folder, or adapt fewer blocks from further up.")
    }
    segments.append(UnsafeMutableRawBufferPointer(start: address, count: bytes))
    next = address.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.stride)
    free = bytes / MemoryLayout<Float>.stride
  }

  /// A file that is gone when it is closed; its blocks are reserved, so that a full disk is an error
  /// here and not a fault later.
  private static func unnamedFile(in folder: String, bytes: Int) throws -> Int32 {
    try Folder.make(folder)
    let path = "\(folder)/.activations-\(UUID().uuidString)"
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw TensorFilesError.unwritable(path: path, reason: systemErrorText(errno))
    }
    unlink(path)
    #if canImport(Darwin)
      let code = ftruncate(descriptor, off_t(bytes)) == 0 ? 0 : errno
    #else
      let code = posix_fallocate(descriptor, 0, off_t(bytes))
    #endif
    guard code == 0 else {
      close(descriptor)
      throw TensorFilesError.unwritable(path: folder, reason: systemErrorText(code))
    }
    return descriptor
  }
}
