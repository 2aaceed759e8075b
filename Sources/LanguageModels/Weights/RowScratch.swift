import LinearAlgebra
import Synchronization

/// Memory for input rows in the form that kernels read, lent to one product at a time and reused.
final class RowScratch: Sendable {
  private let free = Mutex<[AlignedBuffer]>([])

  /// Lends a buffer of at least `count` floats, whose contents are anything.
  func lend(_ count: Int, to body: (AlignedBuffer) -> Void) {
    let kept = free.withLock { $0.popLast() }
    let buffer =
      kept.flatMap { $0.count >= count ? $0 : nil } ?? AlignedBuffer(uninitialized: count)
    body(buffer)
    free.withLock { $0.append(buffer) }
  }
}
