import COpenBLAS

/// The thin singular value decomposition A = U diag(s) Vᵀ of an m × n matrix, k = min(m, n).
public struct SVD: Sendable {
  /// Singular values in descending order; k of them.
  public let singularValues: [Double]
  /// Left singular vectors as columns; m × k.
  public let left: Matrix<Double>
  /// Right singular vectors as rows; k × n.
  public let right: Matrix<Double>

  /// Decomposes a matrix. About 6mnk operations.
  ///
  /// - Throws: ``LinearAlgebraError/notConverged(routine:)``.
  public init(of matrix: Matrix<Double>) throws {
    BLAS.prepare()
    let k = min(matrix.rows, matrix.columns)
    guard k > 0 else {
      singularValues = []
      left = Matrix(rows: matrix.rows, columns: 0)
      right = Matrix(rows: 0, columns: matrix.columns)
      return
    }
    // Read as column-major, our matrix is its transpose: n × m, with U and V exchanged.
    var m = Int32(matrix.columns), n = Int32(matrix.rows), rank = Int32(k), info = Int32(0)
    var a = matrix.elements
    var values = [Double](repeating: 0, count: k)
    var u = [Double](repeating: 0, count: matrix.columns * k)
    var vt = [Double](repeating: 0, count: k * matrix.rows)
    var integers = [Int32](repeating: 0, count: 8 * k)
    var query = Int32(-1), wanted = 0.0
    dgesdd_(
      "S", &m, &n, &a, &m, &values, &u, &m, &vt, &rank, &wanted, &query, &integers, &info)
    var room = Int32(wanted)
    var work = [Double](repeating: 0, count: Int(room))
    dgesdd_("S", &m, &n, &a, &m, &values, &u, &m, &vt, &rank, &work, &room, &integers, &info)
    guard info == 0, values.allSatisfy(\.isFinite) else {
      throw LinearAlgebraError.notConverged(routine: "gesdd")
    }
    singularValues = values
    right = Matrix(rows: k, columns: matrix.columns, elements: u)
    left = Matrix(rows: matrix.rows, columns: k, elements: vt)
  }
}
