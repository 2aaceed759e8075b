import LinearAlgebra
import Probes
import Statistics
import TestSupport
import Testing
import TextFiles

struct LogisticProbeTests {
  /// scikit-learn's optimum (newton-cholesky, float64, polished) on well and ill conditioned,
  /// separable, imbalanced and wide data, at weak and strong penalties.
  @Test func reachesScikitLearnsOptimum() throws {
    for golden in try GoldenFit.all() {
      for optimum in try golden.expected.list("logistic") {
        let c = try optimum.number("C")
        let expected = try optimum.number("objective")
        let fit = try LogisticProbe.fit(
          golden.features, rows: golden.rows, labels: golden.labels, inverseRegularization: c)
        #expect(fit.report.converged, "\(golden.name) C=\(c) \(fit.report)")
        #expect(agree(fit.report.objective / expected, 1, within: 1e-6), "\(golden.name) C=\(c)")
        let exact = try golden.objective(
          weights: fit.probe.weights, intercept: fit.probe.intercept, c: c)
        #expect(agree(exact / expected, 1, within: 1e-6), "\(golden.name) C=\(c) \(exact)")
        #expect(
          cosine(fit.probe.weights, try optimum.numbers("weights")) > 1 - 1e-5,
          "\(golden.name) C=\(c)")
      }
    }
  }

  @Test func originalWeightsGiveTheSameLogits() throws {
    let golden = try GoldenFit.named("ill-300-24")
    let probe = try LogisticProbe.fit(golden.features, rows: golden.rows, labels: golden.labels)
      .probe
    let logits = try probe.logits(of: golden.features)
    for row in [0, 17, 299] {
      let direct = zip(golden.features.matrix.row(row), probe.originalWeights)
        .reduce(probe.originalIntercept) { $0 + Double($1.0) * $1.1 }
      #expect(agree(direct, logits[row], within: 1e-4))
    }
  }

  @Test func caseWeightsCountLikeCopies() throws {
    let golden = try GoldenFit.named("well-200-12")
    let copies = golden.rows + golden.rows.filter { $0 % 3 == 0 }
    let once = try LogisticProbe.fit(golden.features, rows: copies, labels: golden.labels)
    // The standardizer does not see weights, so the same rows must define it.
    let weights = golden.rows.map { Float($0 % 3 == 0 ? 2 : 1) }
    let weighted = try LogisticProbe.fit(
      golden.features, rows: golden.rows, labels: golden.labels, weights: weights)
    #expect(cosine(once.probe.originalWeights, weighted.probe.originalWeights) > 0.999)
    #expect(agree(once.report.objective / weighted.report.objective, 1, within: 2e-3))
  }

  @Test(arguments: [0.01, 10.0]) func doesNotDependOnThreads(c: Double) throws {
    let features = Samples.correlated(rows: 3000, width: 150)
    let labels = Samples.labels(of: features, seed: 3)
    let rows = (0..<Int32(3000)).map { $0 }
    let threads = BLAS.threads
    defer { BLAS.threads = threads }
    let fits = try [1, 2, 5].map { count in
      BLAS.threads = count
      return try LogisticProbe.fit(
        features, rows: rows, labels: labels, inverseRegularization: c)
    }
    #expect(fits[0].probe == fits[1].probe && fits[0].probe == fits[2].probe)
    #expect(fits[0].report == fits[1].report)
  }

  /// Wide enough for a float32 factor: certified by the gradient, since no reference is stored.
  @Test func convergesWithManyFeatures() throws {
    let features = Samples.correlated(rows: 1600, width: 1100)
    let fit = try LogisticProbe.fit(
      features, rows: (0..<1600).map { $0 }, labels: Samples.labels(of: features, seed: 5),
      inverseRegularization: 0.1)
    #expect(fit.report.converged)
    #expect(fit.report.gradientNorm * fit.report.gradientNorm / 2 < 1e-6 * fit.report.objective)
    #expect(fit.report.passes < 120)
  }

  @Test func namesRowAndTapOfABadFeature() throws {
    let golden = try GoldenFit.named("well-200-12")
    for bad in [Float.nan, .infinity] {
      var matrix = golden.features.matrix
      matrix[31, 5] = bad
      let features = LayerFeatures(tap: "block.7", matrix: matrix)
      #expect(throws: ProbesError.notFinite(tap: "block.7", row: 31, feature: 5)) {
        try LogisticProbe.fit(features, rows: golden.rows, labels: golden.labels)
      }
      // Rows outside the fit do not matter.
      let others = golden.rows.filter { $0 != 31 }
      let probe = try LogisticProbe.fit(features, rows: others, labels: golden.labels).probe
      #expect(throws: ProbesError.notFinite(tap: "block.7", row: 31, feature: 5)) {
        try probe.logits(of: features)
      }
    }
  }

  @Test func ignoresConstantFeatures() throws {
    let golden = try GoldenFit.named("well-200-12")
    var matrix = golden.features.matrix
    for row in 0..<matrix.rows { matrix[row, 3] = 1234.567 }
    let features = LayerFeatures(tap: "t", matrix: matrix)
    let probe = try LogisticProbe.fit(features, rows: golden.rows, labels: golden.labels).probe
    #expect(probe.standardizer.constantFeatures == 1)
    #expect(probe.originalWeights[3] == 0)
  }

  @Test func refusesWhatCannotBeFitted() throws {
    let golden = try GoldenFit.named("well-200-12")
    #expect(throws: ProbesError.self) {
      try LogisticProbe.fit(
        golden.features, rows: golden.rows, labels: golden.labels.map { _ in true })
    }
    #expect(throws: ProbesError.rowsDiffer(what: "labels", expected: 200, found: 1)) {
      try LogisticProbe.fit(golden.features, rows: golden.rows, labels: [true])
    }
    for c in [0, -1, Double.nan, .infinity] {
      #expect(throws: ProbesError.self) {
        try LogisticProbe.fit(
          golden.features, rows: golden.rows, labels: golden.labels, inverseRegularization: c)
      }
    }
  }
}
