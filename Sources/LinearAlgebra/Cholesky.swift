/// The factorisation A = LLᵀ of a symmetric positive definite matrix.
public struct Cholesky<Element: BLASElement>: Sendable {
  /// Number of rows and columns of A.
  public let size: Int
  /// L in column-major order, its strict upper triangle undefined.
  private let factor: [Element]

  /// Factors a symmetric matrix, reading one of its triangles only. n³/3 operations.
  ///
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public init(of matrix: Matrix<Element>) throws {
    precondition(matrix.rows == matrix.columns, "Only a square matrix has a Cholesky factor.")
    BLAS.prepare()
    size = matrix.rows
    var factor = matrix.elements
    let info = factor.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { Element.potrf(n: matrix.rows, $0) } ?? 0
    }
    guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(order: info) }
    self.factor = factor
  }

  /// The solution of A x = b. 2n² operations. Traps when `b` has another length.
  public func solve(_ b: [Element]) -> [Element] {
    precondition(b.count == size, "The right-hand side has the length of the matrix.")
    var x = b
    solve(inPlace: &x, rightSides: 1)
    return x
  }

  /// The solution of A X = B for all columns of `b` (n × m).
  public func solve(_ b: Matrix<Element>) -> Matrix<Element> {
    precondition(b.rows == size, "The right-hand side has the height of the matrix.")
    // LAPACK wants columns one after the other: the transpose in row-major order.
    var columns = b.transposed().elements
    solve(inPlace: &columns, rightSides: b.columns)
    return Matrix(rows: b.columns, columns: size, elements: columns).transposed()
  }

  /// ln det A.
  public var logDeterminant: Element {
    var sum: Element = 0
    for i in 0..<size { sum += Element(2) * logarithm(factor[i * size + i]) }
    return sum
  }

  private func solve(inPlace x: inout [Element], rightSides: Int) {
    factor.withUnsafeBufferPointer { a in
      x.withUnsafeMutableBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        _ = Element.potrs(n: size, rightSides: rightSides, a, b)
      }
    }
  }

  private func logarithm(_ value: Element) -> Element { Element(log(Double(value))) }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
