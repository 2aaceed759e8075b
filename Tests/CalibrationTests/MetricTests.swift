import Calibration
import Foundation
import TestSupport
import Testing

@Suite struct MetricTests {
  @Test func rankingMetricsAreScikitLearns() throws {
    for row in try GoldenCase.all() {
      let area = try auroc(scores: row.probabilities, labels: row.labels, weights: row.weights)
      let precision = try averagePrecision(
        scores: row.probabilities, labels: row.labels, weights: row.weights)
      #expect(agree(area, try row.expected.number("auroc")), "\(row.name)")
      #expect(agree(precision, try row.expected.number("auprc")), "\(row.name)")
    }
  }

  @Test func properScoresAreScikitLearns() throws {
    for row in try GoldenCase.all() {
      let (p, y, w) = (row.probabilities, row.labels, row.weights)
      #expect(
        agree(try brier(probabilities: p, labels: y, weights: w), try row.expected.number("brier")))
      let likelihood = try negativeLogLikelihood(probabilities: p, labels: y, weights: w)
      #expect(agree(likelihood, try row.expected.number("nll")), "\(row.name)")
      let share = try accuracy(probabilities: p, labels: y, weights: w)
      #expect(agree(share, try row.expected.number("accuracy")), "\(row.name)")
    }
  }

  @Test func constantScoreIsWorthNothing() throws {
    let labels = (0..<30).map { $0 % 3 == 0 }
    let scores = [Double](repeating: -7.5, count: 30)
    #expect(try auroc(scores: scores, labels: labels) == 0.5)
    #expect(agree(try averagePrecision(scores: scores, labels: labels), 1.0 / 3))
  }

  @Test func aucIsAboutOrderAlone() throws {
    let row = try GoldenCase.named("ties")
    let stretched = row.probabilities.map { exp(3 * $0) - 1e6 }
    let flipped = row.probabilities.map { -$0 }
    let area = try auroc(scores: row.probabilities, labels: row.labels)
    #expect(try auroc(scores: stretched, labels: row.labels) == area)
    #expect(agree(try auroc(scores: flipped, labels: row.labels), 1 - area, within: 1e-15))
  }

  @Test func negativeZeroTiesWithZero() throws {
    #expect(try auroc(scores: [0.0, -0.0], labels: [true, false]) == 0.5)
  }

  @Test func weightsAreRepetitions() throws {
    let row = try GoldenCase.named("weighted")
    let weights = try #require(row.weights)
    let places = weights.indices.flatMap { [Int](repeating: $0, count: weights[$0]) }
    let (p, y) = (places.map { row.probabilities[$0] }, places.map { row.labels[$0] })
    for binning in [Binning.equalWidth(10), .equalMass(10)] {
      let weighted = try calibrationError(
        probabilities: row.probabilities, labels: row.labels, binning: binning, weights: weights)
      let repeated = try calibrationError(probabilities: p, labels: y, binning: binning)
      #expect(agree(weighted, repeated, within: 1e-12))
    }
  }

  @Test func thresholdIsClosedFromAbove() throws {
    let (p, y) = ([0.5, 0.5, 0.2, 0.8], [true, false, false, true])
    #expect(try accuracy(probabilities: p, labels: y) == 0.75)
    #expect(try accuracy(probabilities: p, labels: y, threshold: 0.500001) == 0.75)
    #expect(try accuracy(probabilities: p, labels: y, threshold: 0) == 0.5)
    #expect(try accuracy(probabilities: p, labels: y, threshold: 2) == 0.5)
  }

  @Test func certainMistakesCostTheStatedAmount() throws {
    let cost = try negativeLogLikelihood(probabilities: [1, 0], labels: [false, true])
    #expect(agree(cost, 52 * log(2.0), within: 1e-12))
    #expect(try negativeLogLikelihood(probabilities: [1], labels: [true]) < 1e-15)
  }
}
