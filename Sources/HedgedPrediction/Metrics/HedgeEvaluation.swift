public import Statistics

/// Predictions judged against a hedge, by bins of the familiarity score and over all, every number
/// with an interval over questions and runs.
public struct HedgeEvaluation: Sendable {
  /// One bin of scores.
  public struct Bin: Sendable {
    /// The ends: [lower, upper); infinite where the bin takes the rest, and over all.
    public let lower, upper: Double
    /// Whether the bin takes what lies outside the edges.
    public let isOverflow: Bool
    /// Rows, different questions and runs.
    public let rows, questions, runs: Int
    /// The mean score; NaN in an empty bin.
    public let meanScore: Double
    /// The mean prediction.
    public let meanPrediction: [Double]
    /// Every metric; NaN where the bin or the data do not define it.
    public let metrics: [HedgeMetric: Estimate]

    /// A metric of this bin.
    public subscript(_ metric: HedgeMetric) -> Estimate {
      metrics[metric] ?? Estimate(value: .nan, count: rows, clusters: questions)
    }
  }

  /// The answers.
  public let space: AnswerSpace
  /// What was compared with.
  public let hedge: Hedge
  /// The rewards of expected reward and regret.
  public let rewards: RewardRule?
  /// All bins from the most familiar to the least, with those below and above the edges, even when
  /// empty.
  public let bins: [Bin]
  /// Everything in one bin.
  public let overall: Bin
  /// How the distance of single predictions from the hedge changes with the score.
  public let trend: HedgeTrend

  /// How many resamples were drawn, from which seed, for intervals of which level.
  public struct Options: Sendable {
    /// Resamples of the crossed bootstrap over questions and runs; 0 for no intervals.
    public var resamples = 1000
    /// The seed of the resamples.
    public var seed: UInt64 = 0
    /// The nominal coverage of the intervals.
    public var level = 0.95

    /// A thousand resamples, 95 %.
    public init(resamples: Int = 1000, seed: UInt64 = 0, level: Double = 0.95) {
      (self.resamples, self.seed, self.level) = (resamples, seed, level)
    }
  }

  /// Judges predictions.
  ///
  /// Reversion is measured against the most familiar bin with rows. Costs
  /// O(resamples × rows × places), in parallel.
  /// - Throws: ``HedgedPredictionError/badData(_:)`` without rows, or when the hedge is over other
  ///   answers.
  public init(
    _ predictions: AnswerPredictions, hedge: Hedge, bins edges: ScoreBins,
    rewards: RewardRule? = nil, options: Options = Options()
  ) throws {
    guard predictions.count > 0 else {
      throw HedgedPredictionError.badData("There are no predictions to judge.")
    }
    guard hedge.distribution.count == predictions.space.count else {
      throw HedgedPredictionError.badData(
        "The hedge is over \(hedge.distribution.count) answers, the predictions over "
          + "\(predictions.space.count).")
    }
    (space, self.hedge, self.rewards) = (predictions.space, hedge, rewards)
    let binOfRow = predictions.scores.map { edges.bin(of: $0) }
    let calculation = BinnedCalculation(
      predictions, hedge: hedge, binOfRow: binOfRow, binCount: edges.count, rewards: rewards,
      options: options)
    bins = (0..<edges.count).map { bin in
      calculation.bin(
        bin, ends: edges.ends(of: bin), isOverflow: edges.isOverflow(bin),
        rows: binOfRow.indices.filter { binOfRow[$0] == bin })
    }
    let whole = BinnedCalculation(
      predictions, hedge: hedge, binOfRow: binOfRow.map { _ in 0 }, binCount: 1, rewards: rewards,
      options: options)
    overall = whole.bin(
      0, ends: (-.infinity, .infinity), isOverflow: false, rows: Array(binOfRow.indices))
    trend = HedgeTrend(
      predictions, hedge: hedge, binOfRow: binOfRow, binCount: edges.count, options: options)
  }
}
