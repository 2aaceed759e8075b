package import LinearAlgebra
import Synchronization

/// Memory for rows in the form that kernels read and for scores, lent to one product at a time and
/// reused.
package final class RowScratch: Sendable {
  private let free = Mutex<[AlignedBuffer]>([])

  /// No memory yet.
  package init() {}

  /// Lends a buffer of at least `count` floats, whose contents are anything.
  package func lend(_ count: Int, to body: (AlignedBuffer) -> Void) {
    let kept = free.withLock { $0.popLast() }
    let buffer =
      kept.flatMap { $0.count >= count ? $0 : nil } ?? AlignedBuffer(uninitialized: count)
    body(buffer)
    free.withLock { $0.append(buffer) }
  }
}
