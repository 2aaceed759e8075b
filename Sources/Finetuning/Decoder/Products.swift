import LinearAlgebra

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
