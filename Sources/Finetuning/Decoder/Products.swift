import LinearAlgebra

/// Calls `body` with every row; they are shared out unless the pass is one of several lanes.
@inline(__always)
func forEachRow(_ count: Int, _ body: @Sendable (Int) -> Void) {
  parallelFor(count, grain: 16) { rows in
    for row in rows { body(row) }
  }
}

/// `result = alpha op(a) op(b) + beta result` on the calling thread.
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

/// The same with rows of `result` shared out, 64 at a time, unless the pass is one of several lanes.
func gemmByRows(
  _ a: MatrixView<Float>, _ b: MatrixView<Float>, into result: MutableMatrixView<Float>,
  transposeLeft: Bool = false, transposeRight: Bool = false, alpha: Float = 1, beta: Float = 0
) {
  parallelFor(result.rows, grain: 64) { rows in
    gemm(
      transposeLeft ? a.columns(rows) : a.rows(rows), b, into: result.rows(rows),
      transposeLeft: transposeLeft, transposeRight: transposeRight, alpha: alpha, beta: beta)
  }
}
