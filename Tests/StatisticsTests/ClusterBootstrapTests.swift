import Statistics
import Testing

@Suite struct ClusterBootstrapTests {
  @Test func clustersAreNumberedByIdentifierWhateverTheOrder() {
    #expect(Clusters([30, -2, 30, 7]).index == [2, 0, 2, 1])
    #expect(Clusters([30, -2, 30, 7]).count == 3)
    #expect(Clusters([]).count == 0)
    #expect(Clusters(singletons: 3).index == [0, 1, 2])
  }

  @Test func namesAreComparedByTheirBytes() {
    let composed = "caf\u{e9}"
    let decomposed = "cafe\u{301}"
    #expect(Clusters(names: ["b", "a", "b"]).index == [1, 0, 1])
    #expect(Clusters(names: [composed, decomposed]).count == 2)
  }

  @Test func everyResampleDrawsAsManyClustersAsThereAre() {
    let bootstrap = ClusterBootstrap(
      clusters: Clusters(singletons: 300), resamples: 50, seed: 3)
    let sums = bootstrap.distribution(width: 2) { counts, row in
      row[0] = counts.reduce(0) { $0 + Double($1) }
      row[1] = Double(counts.count { $0 == 0 }) / 300
    }
    #expect(sums.column(0) == [Double](repeating: 300, count: 50))
    #expect(abs(Sample.mean(sums.column(1)) - 0.3679) < 0.01)
  }

  @Test func resamplesAreThoseOfTheirOwnNumberedStream() {
    let bootstrap = ClusterBootstrap(clusters: Clusters(singletons: 5), resamples: 40, seed: 11)
    let found = bootstrap.distribution(width: 5) { counts, row in
      for cluster in 0..<5 { row[cluster] = Double(counts[cluster]) }
    }
    for resample in 0..<40 {
      var generator = RandomGenerator(seed: 11).child("bootstrap").child(resample)
      var counts = [Double](repeating: 0, count: 5)
      for _ in 0..<5 { counts[generator.integer(below: 5)] += 1 }
      #expect(Array(found.values[(5 * resample)..<(5 * resample + 5)]) == counts)
    }
  }

  @Test func longerRunsBeginWithTheSameResamples() {
    func means(_ resamples: Int) -> [Double] {
      ClusterBootstrap(clusters: Clusters(singletons: 9), resamples: resamples, seed: 4)
        .distribution(width: 1) { counts, row in row[0] = Double(counts[0]) }.column(0)
    }
    #expect(Array(means(100).prefix(30)) == means(30))
  }

  @Test func meanOfIndependentItemsMatchesTheNormalInterval() {
    var generator = RandomGenerator(seed: 8)
    let values = (0..<400).map { _ in generator.normal() }
    let estimate = ClusterBootstrap(clusters: Clusters(singletons: 400), resamples: 4000)
      .mean(of: values)
    let error = (Sample.variance(values) / 400).squareRoot()
    #expect(estimate.value == Sample.mean(values))
    #expect(abs(estimate.low - (estimate.value - 1.96 * error)) < 0.15 * error)
    #expect(abs(estimate.high - (estimate.value + 1.96 * error)) < 0.15 * error)
    #expect(estimate.count == 400 && estimate.clusters == 400 && estimate.resamples == 4000)
    #expect(estimate.intervalNote == nil)
  }

  @Test func copiesOfAnItemAddNoCertaintyWhenTheyShareACluster() {
    let values = (0..<50).map { Double($0 % 7) }
    let copied = values.flatMap { [Double](repeating: $0, count: 4) }
    let clusters = (0..<50).flatMap { [Int](repeating: $0, count: 4) }
    let once = ClusterBootstrap(clusters: Clusters(singletons: 50), seed: 1).mean(of: values)
    let four = ClusterBootstrap(clusters: Clusters(clusters), seed: 1).mean(of: copied)
    #expect(abs(once.low - four.low) < 1e-12 && abs(once.high - four.high) < 1e-12)
    #expect(four.count == 200 && four.clusters == 50)
  }

  @Test func oneClusterHasNoInterval() {
    let estimate = ClusterBootstrap(clusters: Clusters([5, 5, 5])).mean(of: [1, 2, 3])
    #expect(estimate.value == 2)
    #expect(!estimate.hasInterval)
    #expect(estimate.intervalNote == "no interval: all 3 items are in one cluster")
  }

  @Test func undefinedResamplesAreCountedAndLeftOut() {
    let bootstrap = ClusterBootstrap(clusters: Clusters(singletons: 4), resamples: 1000, seed: 2)
    let distribution = bootstrap.distribution(width: 2) { counts, row in
      row[0] = counts[0] == 0 ? .nan : Double(counts[0])
      row[1] = counts[0] < 2 ? .nan : 1
    }
    let mostly = distribution.estimate(0, value: 1)
    #expect(abs(Double(mostly.undefinedResamples) - 316) < 60)
    #expect(mostly.hasInterval)
    #expect(mostly.intervalNote?.contains("were left out") == true)
    let rarely = distribution.estimate(1, value: 1)
    #expect(!rarely.hasInterval)
    #expect(rarely.intervalNote?.hasPrefix("no interval: only") == true)
    #expect(distribution.estimate(0, value: .nan).intervalNote == "not defined on these 4 items")
  }

  @Test func reflectedIntervalsMirrorThePercentiles() {
    let bootstrap = ClusterBootstrap(clusters: Clusters(singletons: 6), resamples: 500, seed: 2)
    let values = bootstrap.distribution(width: 1) { counts, row in row[0] = Double(counts[0]) }
    let plain = values.estimate(0, value: 1)
    let reflected = values.estimate(0, value: 1, interval: .reflected)
    #expect(reflected.low == 2 - plain.high && reflected.high == 2 - plain.low)
    let outside = values.estimate(0, value: -1, interval: .reflected)
    #expect(outside.high == -1)
  }

  @Test func noResamplesMeanNoInterval() {
    let estimate = ClusterBootstrap(clusters: Clusters(singletons: 3), resamples: 0)
      .mean(of: [1, 2, 3])
    #expect(estimate.intervalNote == "no interval was asked for")
    #expect(estimate == estimate)
  }
}
