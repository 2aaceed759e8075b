import Calibration
import Statistics
import Testing

@Suite struct CoverageTests {
  /// Over many simulated data sets with correlated clusters the intervals must contain the truth
  /// about as often as they say, and treating items as independent must not.
  @Test func clusterIntervalsCoverTheTruth() throws {
    let parent = RandomGenerator(seed: 2026)
    var large = parent.child("truth")
    let population = ClusteredSample(clusters: 60_000, size: 5, generator: &large)
    let truth = try evaluate(
      probabilities: population.probabilities, labels: population.labels,
      clusters: population.clusters, resamples: 0, seed: 0)
    let metrics: [BinaryMetric] = [.auroc, .brier, .negativeLogLikelihood]
    var covered: [BinaryMetric: Int] = [:]
    var coveredAlone = 0
    let sets = 800
    for number in 0..<sets {
      var generator = parent.child(number)
      let data = ClusteredSample(clusters: 80, size: 5, generator: &generator)
      let settings = EvaluationSettings(resamples: 400, seed: UInt64(number))
      let found = try evaluate(
        probabilities: data.probabilities, labels: data.labels, clusters: data.clusters,
        settings: settings)
      for metric in metrics where contains(found[metric], truth[metric].value) {
        covered[metric, default: 0] += 1
      }
      let alone = try evaluate(
        probabilities: data.probabilities, labels: data.labels, settings: settings)
      if contains(alone[.baseRate], truth[.baseRate].value) { coveredAlone += 1 }
    }
    for metric in metrics {
      let share = Double(covered[metric, default: 0]) / Double(sets)
      #expect((0.92...0.97).contains(share), "\(metric) was covered in \(share)")
    }
    let share = Double(coveredAlone) / Double(sets)
    #expect(share < 0.85, "independent items covered \(share)")
  }

  private func contains(_ estimate: Estimate, _ value: Double) -> Bool {
    estimate.low <= value && value <= estimate.high
  }
}
