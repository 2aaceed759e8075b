import Calibration
import Statistics
import Testing

@Suite struct DegenerateEvaluationTests {
  @Test func oneClassLeavesRankingUndefined() throws {
    let found = try evaluate(probabilities: [0.2, 0.7, 0.9], labels: [true, true, true])
    #expect(found.auroc.value.isNaN && !found.auroc.hasInterval)
    #expect(found.auroc.intervalNote == "not defined on these 3 items")
    #expect(found.auprc.value == 1)
    #expect(found.brier.hasInterval)
    #expect(found[.brierSkill].value.isNaN)
    #expect(found.oneClassResamples == found.settings.resamples)
  }

  @Test func oneItemAndOneClusterHaveNoInterval() throws {
    let single = try evaluate(probabilities: [0.25], labels: [true])
    #expect(single.brier.value == 0.5625)
    #expect(single.brier.intervalNote == "no interval: there is only one item")
    let together = try evaluate(
      probabilities: [0.2, 0.8, 0.4], labels: [false, true, true], clusters: [7, 7, 7])
    #expect(together.auroc.value == 1 && !together.auroc.hasInterval)
    #expect(together.auroc.clusters == 1 && together.auroc.resamples == 0)
  }

  @Test func oneClassResamplesAreCounted() throws {
    // One positive among eight: a resample misses it with chance (7/8)^8 = 0.34.
    let labels = (0..<8).map { $0 == 0 }
    let found = try evaluate(
      probabilities: [0.6, 0.7, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55], labels: labels, clusters: nil,
      resamples: 4000, seed: 3)
    #expect(abs(Double(found.oneClassResamples) / 4000 - 0.3436) < 0.03)
    #expect(found.auroc.undefinedResamples == found.oneClassResamples)
    #expect(found.brier.undefinedResamples == 0)
    #expect(found.auroc.intervalNote?.contains("were left out") == true)
  }

  @Test func weightlessClustersAreDrawnToo() throws {
    // Whole resamples can be empty of counted items; they define nothing.
    let found = try evaluate(
      probabilities: [0.9, 0.1, 0.5, 0.5], labels: [true, false, true, false],
      clusters: [0, 0, 1, 2], weights: [1, 1, 0, 0])
    #expect(found.count == 2 && found.positives == 1)
    #expect(found.brier.undefinedResamples > 0)
    #expect(found.brier.value.isNaN == false)
  }

  @Test func tinyClustersWork() throws {
    let found = try evaluate(
      probabilities: [0.9, 0.1, 0.8], labels: [true, false, true], clusters: [1, 2, 2],
      settings: EvaluationSettings(resamples: 100))
    #expect(found.clusters == 2)
    #expect(found.brier.low <= found.brier.value && found.brier.value <= found.brier.high)
  }
}
