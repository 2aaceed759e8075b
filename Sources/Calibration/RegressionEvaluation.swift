public import Statistics

/// How well predictions of a number do, with intervals by cluster.
public struct RegressionEvaluation: Sendable, Equatable {
  /// 1 - Σ (target - prediction)² / Σ (target - mean target)²: 1 is perfect, 0 is what the mean of the
  /// judged targets achieves, worse predictions are negative; NaN when all targets are equal.
  public let rSquared: Estimate
  /// Mean of (target - prediction)², in squares of the target's unit.
  public let meanSquaredError: Estimate
  /// Spearman's rank correlation of predictions and targets; NaN when either is constant.
  public let spearman: Estimate
}

/// Judges predictions of numbers; one bootstrap over whole clusters gives all intervals.
///
/// - Parameters:
///   - clusters: items with equal numbers are resampled together; nil when all are independent.
/// - Throws: ``CalibrationError`` for empty or unequal lists, values that are not finite and settings
///   out of range. O(n log n + resamples · n), in parallel; independent of threads.
public func evaluateRegression(
  predictions: [Double], targets: [Double], clusters: [Int]? = nil,
  settings: EvaluationSettings = EvaluationSettings()
) throws -> RegressionEvaluation {
  try settings.check()
  guard !targets.isEmpty else { throw CalibrationError.empty("targets") }
  try Predictions.check(predictions.count, of: "the predictions", against: targets.count)
  if let clusters {
    try Predictions.check(clusters.count, of: "the clusters", against: targets.count)
  }
  for (name, values) in [("the predictions", predictions), ("the targets", targets)] {
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw CalibrationError.notFinite(name, index: bad)
    }
  }
  let groups = clusters.map { Clusters($0) } ?? Clusters(singletons: targets.count)
  let sample = RegressionSample(predictions, targets, groups)
  let whole = sample.statistics { _ in 1 }
  let distribution = ClusterBootstrap(
    clusters: groups, resamples: settings.resamples, seed: settings.seed, level: settings.level
  ).distribution(width: 3) { counts, row in
    let values = sample.statistics { Double(counts[$0]) }
    (row[0], row[1], row[2]) = (values.rSquared, values.error, values.spearman)
  }
  return RegressionEvaluation(
    rSquared: distribution.estimate(0, value: whole.rSquared),
    meanSquaredError: distribution.estimate(1, value: whole.error),
    spearman: distribution.estimate(2, value: whole.spearman))
}

/// Predictions and targets sorted once, for statistics under any weights of clusters.
private struct RegressionSample: Sendable {
  private let predictions: [Double]
  private let targets: [Double]
  private let cluster: [Int32]
  private let byPrediction: [Int32]
  private let byTarget: [Int32]

  init(_ predictions: [Double], _ targets: [Double], _ clusters: Clusters) {
    (self.predictions, self.targets, cluster) = (predictions, targets, clusters.index)
    func order(_ values: [Double]) -> [Int32] {
      values.indices.sorted { values[$0] < values[$1] }.map { Int32($0) }
    }
    (byPrediction, byTarget) = (order(predictions), order(targets))
  }

  /// All statistics when every item counts as often as its cluster was drawn.
  func statistics(
    _ weight: (Int) -> Double
  ) -> (rSquared: Double, error: Double, spearman: Double) {
    let weights = cluster.map { weight(Int($0)) }
    let (ranks, others) = (
      ranks(predictions, byPrediction, weights), ranks(targets, byTarget, weights)
    )
    var (total, sum, squares) = (0.0, 0.0, 0.0)
    for (item, weight) in weights.enumerated() {
      let error = targets[item] - predictions[item]
      total += weight
      sum += weight * targets[item]
      squares += weight * error * error
    }
    let (mean, centre) = (sum / total, (total + 1) / 2)
    var (spread, cross, first, second) = (0.0, 0.0, 0.0, 0.0)
    for (item, weight) in weights.enumerated() {
      let (a, b) = (ranks[item] - centre, others[item] - centre)
      spread += weight * (targets[item] - mean) * (targets[item] - mean)
      cross += weight * a * b
      first += weight * a * a
      second += weight * b * b
    }
    return (
      spread > 0 ? 1 - squares / spread : .nan, squares / total,
      first > 0 && second > 0 ? cross / (first * second).squareRoot() : .nan
    )
  }

  /// Ranks from 1 as if every item stood there as often as it counts; ties share their mean.
  private func ranks(_ values: [Double], _ order: [Int32], _ weights: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    var (start, below) = (0, 0.0)
    while start < order.count {
      let value = values[Int(order[start])]
      var (end, tied) = (start, 0.0)
      while end < order.count, values[Int(order[end])] == value {
        tied += weights[Int(order[end])]
        end += 1
      }
      for place in start..<end { ranks[Int(order[place])] = below + (tied + 1) / 2 }
      (start, below) = (end, below + tied)
    }
    return ranks
  }
}
