public import Statistics

/// Win rate over a feature's difference, in bins of equally many comparisons.
public struct WinCurve: Sendable {
  /// One bin.
  public struct Bin: Sendable {
    /// Mean difference in the feature, own minus opponent's.
    public var difference: Double
    /// Mean soft win rate.
    public var winRate: Estimate
  }

  /// The feature.
  public var feature: EvidenceFeature
  /// The bins by rising difference.
  public var bins: [Bin]

  /// Cuts the comparisons, each seen from both sides, into bins; bands resample whole questions.
  ///
  /// Both views make the curve symmetric about an even score and take a leaning to yes or no out
  /// of it. Equal differences stay together, so there may be fewer bins than asked for.
  public init(
    _ feature: EvidenceFeature, _ scores: [PairScore], table: FeatureTable, bins count: Int = 10,
    resamples: Int = 2000, seed: UInt64 = 0
  ) {
    self.feature = feature
    let items = scores.flatMap { score -> [(difference: Double, win: Double, question: String)] in
      let difference = table.value(feature, of: score.yesID) - table.value(feature, of: score.noID)
      guard !difference.isNaN else { return [] }
      return [
        (difference, score.softWin(of: .yes), score.questionID),
        (-difference, score.softWin(of: .no), score.questionID),
      ]
    }
    let order = items.indices.sorted { (items[$0].difference, $0) < (items[$1].difference, $1) }
    let changes = order.indices.dropFirst().filter {
      items[order[$0]].difference != items[order[$0 - 1]].difference
    }
    let cuts = (1..<max(count, 1)).compactMap { bin -> Int? in
      let even = order.count * bin / count
      return changes.min { abs($0 - even) < abs($1 - even) }
    }
    let ends = [0] + Set(cuts).sorted() + [order.count]
    bins = zip(ends, ends.dropFirst()).compactMap { start, end in
      let chosen = order[start..<end]
      guard !chosen.isEmpty else { return nil }
      let bootstrap = ClusterBootstrap(
        clusters: Clusters(names: chosen.map { items[$0].question }), resamples: resamples,
        seed: seed)
      return Bin(
        difference: Sample.mean(chosen.map { items[$0].difference }),
        winRate: bootstrap.mean(of: chosen.map { items[$0].win }, interval: .expanded))
    }
  }
}
