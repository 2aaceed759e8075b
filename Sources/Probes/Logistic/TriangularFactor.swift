import CKernels
import LinearAlgebra

/// The Cholesky factor L of a symmetric positive definite matrix, kept in float32 for solving.
///
/// Factored in blocks whose updates are shared out to threads by shape, so the numbers do not
/// depend on the number of threads. It serves as a preconditioner, where float32 is plenty.
struct TriangularFactor: Sendable {
  /// Rows and columns of L.
  let size: Int
  /// L in row-major order; the part above the diagonal is not defined.
  private let lower: [Float]

  /// Factors the matrix whose lower triangle (row-major) is given; size³/3 operations.
  ///
  /// - Throws: `LinearAlgebraError.notPositiveDefinite`.
  init(ofLower matrix: consuming [Float], size: Int) throws {
    self.size = size
    var elements = matrix
    try elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      try BlockedFactorization(matrix: base, size: size).run()
    }
    lower = elements
  }

  /// L⁻¹ x, in place. size² operations.
  func solve(_ x: inout [Double]) {
    precondition(x.count == size, "The right-hand side has the size of the factor.")
    kn_solve_lower_f32(lower, size, &x)
  }

  /// L⁻ᵀ x, in place. size² operations.
  func solveTransposed(_ x: inout [Double]) {
    precondition(x.count == size, "The right-hand side has the size of the factor.")
    kn_solve_lower_transposed_f32(lower, size, &x)
  }

  /// L⁻¹ x, or L⁻ᵀ x, for up to `sidesTogether` right-hand sides, which share the reading of L.
  func solve(_ sides: [[Double]], transposed: Bool) -> [[Double]] {
    if sides.count == 1 {
      var x = sides[0]
      if transposed { solveTransposed(&x) } else { solve(&x) }
      return [x]
    }
    let group = Self.sidesTogether
    precondition(
      sides.count <= group && sides.allSatisfy { $0.count == size },
      "The right-hand sides have the size of the factor.")
    var all = [Double](repeating: 0, count: size * group)
    for (side, values) in sides.enumerated() {
      for i in 0..<size { all[i * group + side] = values[i] }
    }
    if transposed {
      kn_solve_lower_transposed_many_f32(lower, size, &all)
    } else {
      kn_solve_lower_many_f32(lower, size, &all)
    }
    return sides.indices.map { side in (0..<size).map { all[$0 * group + side] } }
  }

  /// Right-hand sides that are solved together.
  static let sidesTogether = Int(KN_SOLVE_SIDES)

  /// Whether this is the very same factor as another, not one with the same numbers.
  func isSame(as other: TriangularFactor) -> Bool {
    lower.withUnsafeBufferPointer { a in
      other.lower.withUnsafeBufferPointer { a.baseAddress == $0.baseAddress }
    }
  }
}

/// Right-looking blocked Cholesky on the lower triangle of a row-major matrix, in place.
private struct BlockedFactorization: @unchecked Sendable {
  let matrix: UnsafeMutablePointer<Float>
  let size: Int
  private let block = 128
  private let tile = 384

  init(matrix: UnsafeMutablePointer<Float>, size: Int) {
    self.matrix = matrix
    self.size = size
  }

  func run() throws {
    _ = BLAS.coreName
    for start in stride(from: 0, to: size, by: block) {
      let width = min(block, size - start)
      let inverse = try factorDiagonal(start, width)
      let below = start + width
      guard below < size else { return }
      panel(start, width, inverse: inverse)
      update(start, width, from: below)
    }
  }

  /// Factors the diagonal block in double and returns the inverse of its factor, row-major.
  private func factorDiagonal(_ start: Int, _ width: Int) throws -> [Float] {
    // LAPACK's column-major lower triangle is our row-major upper one.
    var work = [Double](repeating: 0, count: width * width)
    for r in 0..<width {
      for c in 0...r { work[c * width + r] = Double(matrix[(start + r) * size + start + c]) }
    }
    let info = work.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { Double.potrf(n: width, $0) } ?? 0
    }
    guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(order: start + info) }
    // Row r of the inverse: (e_r - Σ_{k<r} L[r, k] inverse[k]) / L[r, r].
    var inverse = [Double](repeating: 0, count: width * width)
    inverse.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for r in 0..<width {
        let row = base + r * width
        row[r] = 1
        for k in 0..<r { kn_axpy_f64(-work[k * width + r], base + k * width, row, k + 1) }
        let diagonal = work[r * width + r]
        for c in 0...r { row[c] /= diagonal }
      }
    }
    for r in 0..<width {
      for c in 0...r { matrix[(start + r) * size + start + c] = Float(work[c * width + r]) }
    }
    return inverse.map { Float($0) }
  }

  /// Rows below the diagonal block become A · L⁻ᵀ.
  private func panel(_ start: Int, _ width: Int, inverse: [Float]) {
    let below = start + width
    parallelFor(size - below, grain: 256) { range in
      let rows = matrix + (below + range.lowerBound) * size + start
      withUnsafeTemporaryAllocation(of: Float.self, capacity: range.count * width) { copy in
        guard let base = copy.baseAddress else { return }
        for r in 0..<range.count {
          (base + r * width).update(from: rows + r * size, count: width)
        }
        inverse.withUnsafeBufferPointer { inverse in
          Float.gemm(
            false, true, m: range.count, n: width, k: width, alpha: 1, base, width,
            inverse.baseAddress ?? Float.placeholder, width, beta: 0, rows, size)
        }
      }
    }
  }

  /// Subtracts panel · panelᵀ from the lower triangle that remains.
  private func update(_ start: Int, _ width: Int, from below: Int) {
    let remaining = size - below
    let tiles = (remaining + tile - 1) / tile
    parallelFor(tiles * (tiles + 1) / 2) { range in
      for index in range {
        let (i, j) = triangleTile(index)
        let (top, left) = (below + i * tile, below + j * tile)
        Float.gemm(
          false, true, m: min(tile, size - top), n: min(tile, size - left), k: width, alpha: -1,
          matrix + top * size + start, size, matrix + left * size + start, size, beta: 1,
          matrix + top * size + left, size)
      }
    }
  }
}
