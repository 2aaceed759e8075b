import LinearAlgebra

/// Floats in memory of their own, aligned for vector loads.
///
/// Whoever writes it does so before anybody else reads, or in places nobody else touches.
final class FloatBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  /// Memory that holds anything.
  init(uninitialized count: Int) {
    self.count = count
    let room = max(count, 1)
    base = UnsafeMutableRawPointer.allocate(
      byteCount: room * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: room)
  }

  /// Zeros.
  convenience init(zeros count: Int) {
    self.init(uninitialized: count)
    base.initialize(repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// The numbers from `offset` on as a matrix.
  func matrix(at offset: Int = 0, rows: Int, columns: Int) -> MutableMatrixView<Float> {
    MutableMatrixView(base: base + offset, rows: rows, columns: columns)
  }

  /// All numbers, to look at or to fill.
  var elements: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}

/// `result = alpha op(a) op(b) + beta result` on the calling thread: lanes, not products, are what is
/// shared out, so nothing waits inside a pass.
@inline(__always)
func gemm(
  _ a: MatrixView<Float>, _ b: MatrixView<Float>, into result: MutableMatrixView<Float>,
  transposeLeft: Bool = false, transposeRight: Bool = false, alpha: Float = 1, beta: Float = 0
) {
  guard result.rows > 0, result.columns > 0 else { return }
  Float.gemm(
    transposeLeft, transposeRight, m: result.rows, n: result.columns,
    k: transposeLeft ? a.rows : a.columns, alpha: alpha, a.base, a.rowStride, b.base, b.rowStride,
    beta: beta, result.base, result.rowStride)
}
