import COpenBLAS

/// Eigenvalues and eigenvectors of a symmetric matrix: A = V diag(values) Vᵀ.
public struct SymmetricEigen: Sendable {
  /// Eigenvalues in ascending order.
  public let values: [Double]
  /// Row i is the unit eigenvector of `values[i]`; n × n.
  public let vectors: Matrix<Double>

  /// Decomposes a symmetric matrix, reading one of its triangles only. About 9n³ operations.
  ///
  /// - Throws: ``LinearAlgebraError/notConverged(routine:)``.
  public init(of matrix: Matrix<Double>) throws {
    precondition(matrix.rows == matrix.columns, "Only a square matrix has eigenvectors.")
    BLAS.prepare()
    guard matrix.rows > 0 else {
      (values, vectors) = ([], matrix)
      return
    }
    var size = Int32(matrix.rows), info = Int32(0)
    // The routine says how much room it wants when it is asked for a room of -1.
    var query = Int32(-1), wanted = 0.0, wantedIntegers = Int32(0)
    var a = matrix.elements
    var values = [Double](repeating: 0, count: matrix.rows)
    dsyevd_(
      "V", "L", &size, &a, &size, &values, &wanted, &query, &wantedIntegers, &query, &info)
    var room = Int32(wanted), integerRoom = wantedIntegers
    var work = [Double](repeating: 0, count: Int(room))
    var integers = [Int32](repeating: 0, count: Int(integerRoom))
    dsyevd_("V", "L", &size, &a, &size, &values, &work, &room, &integers, &integerRoom, &info)
    guard info == 0, values.allSatisfy(\.isFinite) else {
      throw LinearAlgebraError.notConverged(routine: "syevd")
    }
    self.values = values
    // Columns of the column-major result are rows of ours.
    vectors = Matrix(rows: matrix.rows, columns: matrix.rows, elements: a)
  }
}
