/// Smallest product, in multiply-adds, that is worth sharing out to threads.
private let parallelWork = 1 << 18

/// `result = alpha op(a) op(b) + beta result`, op being the transpose where asked for.
///
/// op(a) is m × k, op(b) k × n, `result` m × n. Large products are cut into tiles along the longer
/// side of the result; the cut depends on the shape alone, so the numbers do not depend on the
/// number of threads. Traps when the shapes do not fit. 2mnk operations.
public func multiply<Element: BLASElement>(
  _ a: MatrixView<Element>, _ b: MatrixView<Element>, into result: MutableMatrixView<Element>,
  transposeLeft: Bool = false, transposeRight: Bool = false, alpha: Element = 1, beta: Element = 0
) {
  let m = transposeLeft ? a.columns : a.rows
  let k = transposeLeft ? a.rows : a.columns
  let n = transposeRight ? b.rows : b.columns
  precondition(
    (transposeRight ? b.columns : b.rows) == k, "The inner sizes of a product must agree.")
  precondition(result.rows == m && result.columns == n, "A product must fit its result.")
  guard m > 0, n > 0 else { return }
  BLAS.prepare()
  let byColumns = n >= m
  let side = byColumns ? n : m
  let grain = m * n * k < parallelWork ? side : tile(of: side)
  parallelFor(side, grain: grain) { range in
    let rows = byColumns ? 0..<m : range
    let columns = byColumns ? range : 0..<n
    let left = transposeLeft ? a.columns(rows) : a.rows(rows)
    let right = transposeRight ? b.rows(columns) : b.columns(columns)
    let part = result.rows(rows).columns(columns)
    Element.gemm(
      transposeLeft, transposeRight, m: part.rows, n: part.columns, k: k, alpha: alpha,
      left.base, left.rowStride, right.base, right.rowStride, beta: beta, part.base, part.rowStride)
  }
}

/// A tile of 1/8 of the side, a multiple of 48 (the width of the kernels' register blocks).
private func tile(of side: Int) -> Int {
  max(48, (side / 8 + 47) / 48 * 48)
}

/// `result = alpha op(a) x + beta result` for vectors; `a` is m × n as stored.
///
/// Cut over rows of the result when `a` is not transposed; a transposed product runs on one
/// thread. `x` and `result` are trusted to have room for it; an empty matrix leaves `result` as it
/// is.
public func multiply<Element: BLASElement>(
  _ a: MatrixView<Element>, transposed: Bool = false, vector x: UnsafePointer<Element>,
  into result: UnsafeMutablePointer<Element>, alpha: Element = 1, beta: Element = 0
) {
  guard a.rows > 0, a.columns > 0 else { return }
  BLAS.prepare()
  // Pointers are not Sendable by themselves; both outlive the loop.
  nonisolated(unsafe) let (input, output) = (x, result)
  let grain = transposed || a.rows * a.columns < parallelWork ? a.rows : max(256, a.rows / 8)
  parallelFor(a.rows, grain: grain) { range in
    let part = a.rows(range)
    Element.gemv(
      transposed, m: part.rows, n: part.columns, alpha: alpha, part.base, part.rowStride, input,
      beta: beta, transposed ? output : output + range.lowerBound)
  }
}

/// `result = alpha xᵀx + beta result`, all of the symmetric n × n result; x is rows × n.
///
/// `result` must be symmetric on entry when `beta` is not zero. Columns of the result are cut into
/// tiles by shape, so the numbers do not depend on the number of threads. n²·rows operations.
public func accumulateGram<Element: BLASElement>(
  _ x: MatrixView<Element>, into result: MutableMatrixView<Element>, alpha: Element = 1,
  beta: Element = 0
) {
  let n = x.columns
  precondition(result.rows == n && result.columns == n, "A Gram matrix is columns × columns.")
  guard n > 0 else { return }
  BLAS.prepare()
  let width = n * n * x.rows < parallelWork ? n : max(64, (n / 16 + 15) / 16 * 16)
  // The tile at column c needs the rows above its diagonal block: later tiles are the longer ones,
  // so they are started first.
  let tiles = (n + width - 1) / width
  parallelFor(tiles) { range in
    for index in range {
      let start = (tiles - 1 - index) * width
      let columns = start..<min(n, start + width)
      let diagonal = result.rows(columns).columns(columns)
      let part = x.columns(columns)
      Element.syrk(
        n: columns.count, k: x.rows, alpha: alpha, part.base, part.rowStride, beta: beta,
        diagonal.base, diagonal.rowStride)
      guard start > 0 else { continue }
      let above = result.rows(0..<start).columns(columns)
      Element.gemm(
        true, false, m: start, n: columns.count, k: x.rows, alpha: alpha, x.base, x.rowStride,
        part.base, part.rowStride, beta: beta, above.base, above.rowStride)
    }
  }
  for r in 0..<n {
    for c in 0..<r { result[r, c] = result[c, r] }
  }
}
