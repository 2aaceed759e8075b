import Calibration
import Statistics
import TestSupport
import Testing

@Suite struct PairedComparisonTests {
  private func sample() -> ClusteredSample {
    var generator = RandomGenerator(seed: 31)
    return ClusteredSample(clusters: 60, size: 5, generator: &generator)
  }

  @Test func aPredictorDoesNotDifferFromItself() throws {
    let data = sample()
    let found = try compare(
      probabilities: data.probabilities, baseline: data.probabilities, labels: data.labels,
      clusters: data.clusters)
    for (metric, difference) in found.differences {
      #expect(difference.value == 0 && difference.low == 0 && difference.high == 0, "\(metric)")
    }
    #expect(found.first == found.second)
    #expect(found.differences[.baseRate] == nil)
  }

  @Test func pairingNarrowsTheIntervalOfSimilarPredictors() throws {
    let data = sample()
    var generator = RandomGenerator(seed: 32)
    let similar = data.probabilities.map {
      probability(ofLogit: logit(ofProbability: $0) + 0.4 * generator.normal())
    }
    let found = try compare(
      probabilities: data.probabilities, baseline: similar, labels: data.labels,
      clusters: data.clusters)
    let difference = try #require(found.differences[.auroc])
    #expect(
      agree(difference.value, found.first.auroc.value - found.second.auroc.value, within: 1e-15))
    let alone = found.first.auroc.high - found.first.auroc.low
    #expect(difference.high - difference.low < 0.7 * alone)
    let separate = try evaluate(
      probabilities: data.probabilities, labels: data.labels, clusters: data.clusters)
    #expect(found.first == separate)
  }

  @Test func scoresOfOtherScalesCompareByRanking() throws {
    let data = sample()
    let found = try compareRanking(
      scores: data.probabilities.map { logit(ofProbability: $0) },
      baseline: data.labels.indices.map { Double($0 % 11) }, labels: data.labels,
      clusters: data.clusters)
    #expect(Set(found.differences.keys) == [.auroc, .auprc])
    #expect((found.differences[.auroc]?.low ?? -1) > 0)
  }
}
