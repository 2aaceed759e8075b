import LinearAlgebra
import Statistics
import Testing

@testable import Probes

struct CurvatureTests {
  private func view(rows: Int, width: Int) throws -> StandardizedRows {
    let features = Samples.correlated(rows: rows, width: width)
    let picked = (0..<rows).filter { $0 % 7 != 0 }.map { Int32($0) }
    return StandardizedRows(
      features, rows: picked, standardizer: try Standardizer(fitting: features, rows: picked))
  }

  @Test(arguments: [3, 130, 400]) func gramMatrixIsTheSumOfOuterProducts(width: Int) throws {
    let data = try view(rows: 900, width: width)
    let curvature = (0..<data.count).map { Float($0 % 5) / 8 }
    let gram = GramMatrix<Double>(of: data, curvature: curvature)
    let single = GramMatrix<Float>(of: data, curvature: curvature)
    for (r, c) in [(0, 0), (width, 0), (width, width), (width / 2, width / 3), (2, 1)] {
      var expected = 0.0
      for place in 0..<data.count {
        func feature(_ j: Int) -> Double {
          if j == width { return 1 }
          let row = place + place / 6 + 1
          let centred = data.source.features.row(row)[j] - data.standardizer.mean[j]
          return Double(centred) * Double(data.standardizer.scale[j])
        }
        expected += Double(curvature[place]) * feature(r) * feature(c)
      }
      let index = r * (width + 1) + c
      #expect(abs(gram.elements[index] - expected) < 1e-5 * (1 + abs(expected)))
      #expect(abs(Double(single.elements[index]) - expected) < 1e-2)
    }
  }

  @Test(arguments: [1, 5, 127, 128, 129, 300, 700]) func factorSolvesItsMatrix(size: Int) throws {
    var random = RandomGenerator(seed: UInt64(size))
    var matrix = [Float](repeating: 0, count: size * size)
    let factors = (0..<size * 8).map { _ in Float(random.normal()) }
    for r in 0..<size {
      for c in 0...r {
        for k in 0..<8 { matrix[r * size + c] += factors[r * 8 + k] * factors[c * 8 + k] }
        if r == c { matrix[r * size + c] += 4 }
      }
    }
    let wanted = (0..<size).map { _ in random.normal() }
    var b = [Double](repeating: 0, count: size)
    for r in 0..<size {
      for c in 0..<size { b[r] += Double(matrix[max(r, c) * size + min(r, c)]) * wanted[c] }
    }
    let factor = try TriangularFactor(ofLower: matrix, size: size)
    var x = b
    factor.solve(&x)
    factor.solveTransposed(&x)
    let worst = zip(x, wanted).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(worst < 1e-3)
  }

  @Test func aMatrixThatIsNotPositiveDefiniteIsRefused() {
    let matrix: [Float] = [1, 0, 2, 1]
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try TriangularFactor(ofLower: matrix, size: 2)
    }
  }

  /// The gradient agrees with differences of values, whatever the number of rows and features.
  @Test(arguments: [(1, 1), (7, 5), (130, 33), (1030, 150)])
  func gradientIsTheSlopeOfTheValue(rows: Int, width: Int) throws {
    let features = Samples.correlated(rows: rows, width: width)
    let all = (0..<Int32(rows)).map { $0 }
    let data = StandardizedRows(
      features, rows: all, standardizer: try Standardizer(fitting: features, rows: all))
    var random = RandomGenerator(seed: 9)
    // Negative weights hold rows out: they must not be felt.
    let columns = TargetColumns(
      (0..<3).map { _ in
        (
          all.map { _ in random.uniform() < 0.3 ? 1 : 0 },
          all.map { _ in Float(random.uniform()) - 0.2 }
        )
      })
    let problems = LogisticProblems(
      data, columns, [0, 1, 2, 1].map { .init(column: $0, inverseRegularization: 0.7) })
    let point = (0...width).map { _ in random.normal() / Double(width).squareRoot() }
    let direction = (0...width).map { _ in random.normal() }
    for problem in 0..<4 {
      let found = problems.evaluate(problem, point)
      func value(_ step: Double) -> Double {
        problems.evaluate(problem, zip(point, direction).map { $0 + step * $1 }).value
      }
      let slope = zip(found.gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
      let numeric = (value(1e-3) - value(-1e-3)) / 2e-3
      #expect(abs(slope - numeric) < 2e-3 * (1 + abs(slope)))
    }
    // One pass for all of them gives what each gives alone.
    let together = problems.evaluate((0..<4).map { ($0, point) })
    for problem in 0..<4 {
      let alone = problems.evaluate(problem, point)
      #expect(abs(together[problem].value / alone.value - 1) < 1e-6)
      #expect(abs(together[problem].heldLoss - alone.heldLoss) < 1e-5 * (1 + alone.heldLoss))
      let worst = zip(together[problem].gradient, alone.gradient)
        .reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(worst < 1e-4 * Double(rows).squareRoot() + 1e-4)
    }
  }

  @Test func fewRowsFitAsWellInTheirSpan() throws {
    let features = Samples.correlated(rows: 60, width: 200)
    let labels = Samples.labels(of: features, seed: 2)
    let rows = (0..<Int32(60)).map { $0 }
    #expect(RowSpace.pays(rows: 60, width: 200))
    let training = try TrainingRows(features, rows: rows, labels: labels)
    #expect(training.solvable.width < 60)
    let reduced = try LogisticProbe.fit(
      features, rows: rows, labels: labels, inverseRegularization: 3
    ).probe
    var curvature = SharedCurvature(training.data)
    let direct = try LogisticSolver().minimize(
      LogisticProblems(
        training.data, TargetColumns([(training.targets, nil)]),
        [.init(column: 0, inverseRegularization: 3)]), curvature: &curvature)[0]
    #expect(cosine(reduced.weights, direct.weights) > 1 - 1e-6)
    #expect(abs(reduced.intercept - direct.intercept) < 1e-3)
  }
}
