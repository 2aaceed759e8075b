import Calibration
import Foundation
import Statistics
import TestSupport
import Testing
import TextFiles

@Suite struct EvaluationTests {
  @Test func pointValuesAreTheStandaloneMetrics() throws {
    for row in try GoldenCase.all() {
      let (p, y, w) = (row.probabilities, row.labels, row.weights)
      let found = try evaluate(
        probabilities: p, labels: y, weights: w, settings: EvaluationSettings(resamples: 0))
      #expect(agree(found.auroc.value, try auroc(scores: p, labels: y, weights: w)))
      #expect(agree(found.auprc.value, try averagePrecision(scores: p, labels: y, weights: w)))
      #expect(
        agree(found.accuracy.value, try accuracy(probabilities: p, labels: y, weights: w)))
      let nll = try negativeLogLikelihood(probabilities: p, labels: y, weights: w)
      #expect(agree(found.negativeLogLikelihood.value, nll))
      let square = try brier(probabilities: p, labels: y, weights: w)
      #expect(agree(found.brier.value, square))
      #expect(
        found.equalWidthECE.value
          == (try calibrationError(probabilities: p, labels: y, weights: w)))
      #expect(
        found[.maximumCalibrationError].value
          == (try calibrationError(probabilities: p, labels: y, norm: .max, weights: w)))
      let rate = Double(found.positives) / Double(found.count)
      #expect(found[.baseRate].value == rate)
      #expect(
        agree(
          found[.brierSkill].value, rate * (1 - rate) > 0 ? 1 - square / (rate * (1 - rate)) : .nan)
      )
      #expect(found.count == (w?.reduce(0, +) ?? p.count))
      #expect(found.metrics == BinaryMetric.allCases)
    }
  }

  /// Every resample is drawn again here and judged by the standalone metrics, with counts as
  /// weights, whose agreement with scikit-learn is tested elsewhere.
  @Test func intervalsAreQuantilesOverTheNamedResamples() throws {
    let row = try GoldenCase.named("ties")
    let clusters = row.labels.indices.map { $0 * 17 % 60 }
    let settings = EvaluationSettings(resamples: 50, seed: 12, level: 0.8, threshold: 0.3, bins: 7)
    let found = try evaluate(
      probabilities: row.probabilities, labels: row.labels, clusters: clusters, settings: settings)
    var drawn: [BinaryMetric: [Double]] = [:]
    for resample in 0..<50 {
      var generator = RandomGenerator(seed: 12).child("bootstrap").child(resample)
      var counts = [Int](repeating: 0, count: 60)
      for _ in 0..<60 { counts[generator.integer(below: 60)] += 1 }
      let (p, y, w) = (row.probabilities, row.labels, clusters.map { counts[$0] })
      drawn[.auroc, default: []].append(try auroc(scores: p, labels: y, weights: w))
      drawn[.auprc, default: []].append(try averagePrecision(scores: p, labels: y, weights: w))
      drawn[.accuracy, default: []].append(
        try accuracy(probabilities: p, labels: y, threshold: 0.3, weights: w))
      drawn[.negativeLogLikelihood, default: []].append(
        try negativeLogLikelihood(probabilities: p, labels: y, weights: w))
      drawn[.brier, default: []].append(try brier(probabilities: p, labels: y, weights: w))
      drawn[.equalWidthECE, default: []].append(
        try calibrationError(
          probabilities: p, labels: y, binning: .equalWidth(7), weights: w))
      drawn[.equalMassECE, default: []].append(
        try calibrationError(probabilities: p, labels: y, binning: .equalMass(7), weights: w))
    }
    for (metric, values) in drawn {
      let (low, high) = (Sample.quantile(values, at: 0.1), Sample.quantile(values, at: 0.9))
      let value = found[metric].value
      switch metric.interval {
      case .percentile:
        #expect(agree(found[metric].low, low, within: 1e-12))
        #expect(agree(found[metric].high, high, within: 1e-12))
      case .reflected:
        #expect(agree(found[metric].low, max(0, min(value, 2 * value - high)), within: 1e-12))
        #expect(agree(found[metric].high, max(value, 2 * value - low), within: 1e-12))
      case .expanded: Issue.record("No metric here has expanded intervals.")
      }
      #expect(found[metric].clusters == 60 && found[metric].resamples == 50)
    }
  }

  @Test func intervalsAgreeWithPlainPython() throws {
    let golden = try JSONValue.load(path: Goldens.path("calibration/bootstrap.json"))
    let probabilities = try golden.numbers("probabilities")
    let labels = try golden.numbers("labels").map { $0 == 1 }
    let clusters = try golden.numbers("clusters").map { Int($0) }
    let found = try evaluate(
      probabilities: probabilities, labels: labels, clusters: clusters, resamples: 20_000, seed: 1)
    for (name, value) in try #require(golden["cluster_intervals"]?.object).members {
      let metric = try #require(BinaryMetric(rawValue: name))
      var quantiles = try value.asNumbers()
      if metric.interval == .reflected {
        quantiles = quantiles.reversed().map { max(0, 2 * found[metric].value - $0) }
      }
      // Both ends carry simulation noise of about 2 % of the width.
      let slack = 0.06 * (quantiles[2] - quantiles[0])
      #expect(agree(found[metric].low, quantiles[0], within: slack), "\(name)")
      #expect(agree(found[metric].high, quantiles[2], within: slack), "\(name)")
    }
    let independent = try evaluate(
      probabilities: probabilities, labels: labels, clusters: nil, resamples: 20_000, seed: 1)
    let scipy = try golden.numbers("iid_brier")
    let slack = 0.06 * (scipy[1] - scipy[0])
    #expect(agree(independent.brier.low, scipy[0], within: slack))
    #expect(agree(independent.brier.high, scipy[1], within: slack))
  }

  @Test func repeatsExactlyAndIgnoresTheOrderOfItems() throws {
    var generator = RandomGenerator(seed: 21)
    let sample = ClusteredSample(clusters: 30, size: 4, generator: &generator)
    let settings = EvaluationSettings(resamples: 300, seed: 5)
    func run(_ order: [Int]) throws -> BinaryEvaluation {
      try evaluate(
        probabilities: order.map { sample.probabilities[$0] },
        labels: order.map { sample.labels[$0] }, clusters: order.map { sample.clusters[$0] },
        settings: settings)
    }
    let first = try run(Array(0..<120))
    #expect(try run(Array(0..<120)) == first)
    let shuffled = try run(generator.permutation(120))
    #expect(shuffled.auroc == first.auroc && shuffled.auprc == first.auprc)
    #expect(agree(shuffled.equalMassECE.high, first.equalMassECE.high, within: 1e-12))
    #expect(agree(shuffled.brier.low, first.brier.low, within: 1e-12))
    let other = try evaluate(
      probabilities: sample.probabilities, labels: sample.labels, clusters: sample.clusters,
      resamples: 300, seed: 6)
    #expect(other.auroc.value == first.auroc.value && other.auroc.low != first.auroc.low)
  }

  @Test func onlyRankingMetricsForPlainScores() throws {
    let found = try evaluateRanking(scores: [5, -3, 900, 4], labels: [true, false, true, false])
    #expect(found.metrics == [.auroc, .auprc])
    #expect(found.auroc.value == 1)
    #expect(found.brier.value.isNaN)
  }
}
