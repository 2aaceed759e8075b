import LinearAlgebra
import Testing

@Suite struct FactorisationTests {
  /// A well-conditioned symmetric positive definite matrix.
  private func positiveDefinite(_ n: Int) -> Matrix<Double> {
    let x: Matrix<Double> = pattern(2 * n, n, 0.25)
    var gram = Matrix<Double>(rows: n, columns: n)
    x.withView { x in gram.withMutableView { accumulateGram(x, into: $0) } }
    for i in 0..<n { gram[i, i] += 1 }
    return gram
  }

  @Test(arguments: [1, 2, 7, 60])
  func choleskySolves(n: Int) throws {
    let a = positiveDefinite(n)
    let b: Matrix<Double> = pattern(n, 3, 0.6)
    let x = try Cholesky(of: a).solve(b)
    #expect(largestDifference(b, definition(a, false, x, false)) < 1e-10)
    let single = try Cholesky(of: a).solve((0..<n).map { b[$0, 1] })
    for i in 0..<n { #expect(abs(single[i] - x[i, 1]) < 1e-12) }
  }

  @Test func logDeterminantOfADiagonal() throws {
    var a = Matrix<Double>.identity(3)
    a[0, 0] = 2
    a[2, 2] = 5
    #expect(abs(try Cholesky(of: a).logDeterminant - 2.302585092994046) < 1e-14)
  }

  @Test func indefiniteMatricesAreRefused() {
    var a = Matrix<Double>.identity(4)
    a[2, 2] = -1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 3)) { try Cholesky(of: a) }
  }

  @Test(arguments: [1, 5, 40])
  func eigenvectorsRebuildTheMatrix(n: Int) throws {
    let a = positiveDefinite(n)
    let eigen = try SymmetricEigen(of: a)
    #expect(eigen.values == eigen.values.sorted())
    var scaled = eigen.vectors
    for r in 0..<n {
      for c in 0..<n { scaled[r, c] *= eigen.values[r] }
    }
    #expect(largestDifference(a, definition(eigen.vectors, true, scaled, false)) < 1e-9)
    let gram = definition(eigen.vectors, false, eigen.vectors, true)
    #expect(largestDifference(Matrix<Double>.identity(n), gram) < 1e-12)
  }

  @Test func eigenRefusesValuesThatAreNotFinite() {
    let a = Matrix<Double>(rows: 3, columns: 3, repeating: .nan)
    #expect(throws: LinearAlgebraError.self) { try SymmetricEigen(of: a) }
  }

  @Test(arguments: [(6, 4), (4, 6), (1, 5), (30, 30)])
  func singularVectorsRebuildTheMatrix(rows: Int, columns: Int) throws {
    let a: Matrix<Double> = pattern(rows, columns, 0.15)
    let svd = try SVD(of: a)
    #expect(svd.singularValues == svd.singularValues.sorted(by: >))
    var scaled = svd.right
    for r in 0..<scaled.rows {
      for c in 0..<columns { scaled[r, c] *= svd.singularValues[r] }
    }
    #expect(largestDifference(a, definition(svd.left, false, scaled, false)) < 1e-12)
  }
}
