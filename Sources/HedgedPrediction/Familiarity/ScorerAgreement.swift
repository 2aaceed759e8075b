import Calibration
import Probes
public import Statistics
public import TextFiles

/// How much scorers of the same questions agree with each other, and with what the model gets wrong.
public struct ScorerAgreement: Sendable {
  /// Two scorers.
  public struct Pair: Sendable {
    /// Their names.
    public let first, second: String
    /// Spearman's rank correlation.
    public let correlation: Estimate
  }

  /// Spearman's correlation of every two scorers.
  public let pairs: [Pair]
  /// AUROC of each score for "the option that the model prefers is wrong", in the scorers' order.
  public let predictionOfErrors: [(scorer: String, auroc: Estimate)]

  /// Compares scores, one list a scorer, over the questions of a table; questions of a group are
  /// resampled together. Costs O(resamples × questions) a pair.
  public init(
    _ scores: [(name: String, values: [Double])], of table: OptionTable, resamples: Int = 1000,
    seed: UInt64 = 0
  ) {
    let clusters = Clusters(names: table.groups)
    let bootstrap = ClusterBootstrap(clusters: clusters, resamples: resamples, seed: seed)
    let isWrong = (0..<table.count).map { table.preferred($0) != table.truths[$0] }
    var pairs: [Pair] = []
    for (place, first) in scores.enumerated() {
      for second in scores[(place + 1)...] {
        pairs.append(
          Pair(
            first: first.name, second: second.name,
            correlation: Self.correlation(first.values, second.values, bootstrap)))
      }
    }
    self.pairs = pairs
    predictionOfErrors = scores.map { scorer in
      (scorer.name, Self.auroc(scorer.values, isWrong, bootstrap))
    }
  }

  private static func correlation(
    _ first: [Double], _ second: [Double], _ bootstrap: ClusterBootstrap
  ) -> Estimate {
    let ranks = ResampledSpearman(first, second, clusters: bootstrap.clusters)
    return bootstrap.distribution(width: 1) { counts, row in row[0] = ranks.spearman(counts) }
      .estimate(0, value: RankCorrelation.spearman(first, second))
  }

  /// The AUROC of scores for true labels, with its percentile interval.
  private static func auroc(
    _ scores: [Double], _ labels: [Bool], _ bootstrap: ClusterBootstrap
  ) -> Estimate {
    let clusters = bootstrap.clusters.index
    @Sendable func auroc(_ weights: [Int]?) -> Double {
      (try? Calibration.auroc(scores: scores, labels: labels, weights: weights)) ?? .nan
    }
    return bootstrap.distribution(width: 1) { counts, row in
      row[0] = auroc(clusters.map { Int(counts[Int($0)]) })
    }.estimate(0, value: auroc(nil))
  }

  /// All numbers.
  public var json: JSONValue {
    [
      "spearman": .array(
        pairs.map { pair in
          [
            "first": .string(pair.first), "second": .string(pair.second),
            "correlation": pair.correlation.json,
          ]
        }),
      "auroc_for_errors": .array(
        predictionOfErrors.map { ["scorer": .string($0.scorer), "auroc": $0.auroc.json] }),
    ]
  }
}
