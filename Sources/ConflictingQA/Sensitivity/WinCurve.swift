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
  /// of it. Cuts stay where the data put them; equal differences share the lower bin's side of a cut
  /// in the order of the scores.
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
    bins = (0..<count).compactMap { bin in
      let chosen = order[order.count * bin / count..<order.count * (bin + 1) / count]
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
