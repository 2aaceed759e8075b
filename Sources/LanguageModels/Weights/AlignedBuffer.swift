#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Floats in memory of their own, aligned for vector loads and, when large, in huge pages: walking
/// hundreds of megabytes of weights in 4 KiB pages costs a tenth of the speed.
///
/// Whoever writes it does so before anybody else reads, or in places nobody else touches.
final class AlignedBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  /// Memory that holds anything: it is first touched, and so placed, by the thread that writes it.
  init(uninitialized count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let isLarge = bytes >= 4 << 20
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? 2 << 20 : 64)
    #if os(Linux)
      if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// Zeros.
  convenience init(zeros count: Int) {
    self.init(uninitialized: count)
    base.initialize(repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
