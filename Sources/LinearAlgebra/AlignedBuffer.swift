/// Floats in memory of their own, aligned for vector loads.
///
/// Whoever writes it does so before anybody else reads, or in places nobody else touches.
package final class AlignedBuffer: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Float>
  package let count: Int

  /// Memory that holds anything: it is first touched, and so placed, by the thread that writes it.
  package init(uninitialized count: Int) {
    self.count = count
    let room = max(count, 1)
    base = UnsafeMutableRawPointer.allocate(
      byteCount: room * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: room)
  }

  /// Zeros.
  package convenience init(zeros count: Int) {
    self.init(uninitialized: count)
    base.initialize(repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// The numbers from `offset` on as a matrix.
  package func matrix(
    at offset: Int = 0, rows: Int, columns: Int
  ) -> MutableMatrixView<Float> {
    MutableMatrixView(base: base + offset, rows: rows, columns: columns)
  }

  /// All numbers, to look at or to fill.
  package var elements: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}
