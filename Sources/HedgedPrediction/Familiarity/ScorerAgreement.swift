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
  /// resampled together. Costs O(resamples × questions × ln questions) a pair.
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
            correlation: bootstrap.statistic { items in
              RankCorrelation.spearman(
                items.map { first.values[$0] }, items.map { second.values[$0] })
            }))
      }
    }
    self.pairs = pairs
    predictionOfErrors = scores.map { scorer in
      (
        scorer.name,
        bootstrap.statistic { items in
          (try? auroc(scores: items.map { scorer.values[$0] }, labels: items.map { isWrong[$0] }))
            ?? .nan
        }
      )
    }
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

extension ClusterBootstrap {
  /// A statistic of a list of items with its percentile interval; items of a drawn cluster are
  /// listed as often as it was drawn.
  func statistic(_ value: @Sendable ([Int]) -> Double) -> Estimate {
    let index = clusters.index
    let drawn = distribution(width: 1) { counts, row in
      row[0] = value(
        index.indices.flatMap { Array(repeating: $0, count: Int(counts[Int(index[$0])])) })
    }
    return drawn.estimate(0, value: value(Array(index.indices)))
  }
}
