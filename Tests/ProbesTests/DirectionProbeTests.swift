import Calibration
import LinearAlgebra
@testable import Probes
import TestSupport
import Testing
import TextFiles

struct DirectionProbeTests {
  @Test func massMeanIsTheDifferenceOfMeans() throws {
    for golden in try GoldenFit.all() {
      var means = [[Double]](
        repeating: [Double](repeating: 0, count: golden.features.width), count: 2)
      for (row, label) in golden.labels.enumerated() {
        for (j, value) in golden.features.matrix.row(row).enumerated() {
          means[label ? 1 : 0][j] += Double(value)
        }
      }
      let positives = Double(golden.labels.count { $0 })
      let negatives = Double(golden.labels.count) - positives
      let difference = zip(means[1], means[0]).map { $0 / positives - $1 / negatives }
      let probe = try MassMeanProbe.fit(
        golden.features, rows: golden.rows, labels: golden.labels)
      #expect(cosine(probe.originalWeights, difference) > 1 - 1e-9, "\(golden.name)")
    }
  }

  /// scikit-learn's LinearDiscriminantAnalysis(solver="lsqr", shrinkage=λ) on standardised features.
  @Test func ldaHasScikitLearnsDirection() throws {
    for golden in try GoldenFit.all() {
      for reference in try golden.expected.list("lda") {
        let fit = try LDAProbe.fit(
          golden.features, rows: golden.rows, labels: golden.labels,
          shrinkage: try reference.number("shrinkage"))
        let angle = cosine(fit.probe.weights, try reference.numbers("direction"))
        #expect(angle > 1 - 1e-7, "\(golden.name) \(1 - angle)")
      }
    }
  }

  /// sklearn.covariance.ledoit_wolf on the rows around their class means.
  @Test func ldaShrinksAsLedoitAndWolf() throws {
    for golden in try GoldenFit.all() {
      let fit = try LDAProbe.fit(golden.features, rows: golden.rows, labels: golden.labels)
      let expected = try golden.expected.number("ledoit_wolf")
      #expect(agree(fit.shrinkage, expected, within: 1e-6), "\(golden.name) \(fit.shrinkage)")
    }
  }

  @Test func logitsAreCalibratedOnTheTrainingRows() throws {
    let golden = try GoldenFit.named("imbalanced-400-10")
    for kind in [ProbeKind.massMean, .lda] {
      let probe =
        kind == .lda
        ? try LDAProbe.fit(golden.features, rows: golden.rows, labels: golden.labels).probe
        : try MassMeanProbe.fit(golden.features, rows: golden.rows, labels: golden.labels)
      // The unpenalised intercept makes the mean probability the base rate.
      let mean =
        try probe.logits(of: golden.features).reduce(0) { $0 + probability(ofLogit: $1) } / 400
      #expect(agree(mean, Double(golden.labels.count { $0 }) / 400, within: 1e-5))
      #expect(probe.kind == kind)
    }
  }

  @Test func refusesAShrinkageThatIsNone() throws {
    let golden = try GoldenFit.named("well-200-12")
    #expect(throws: ProbesError.self) {
      try LDAProbe.fit(
        golden.features, rows: golden.rows, labels: golden.labels, shrinkage: 1.5)
    }
  }
}
