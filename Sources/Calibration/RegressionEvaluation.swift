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
  let whole = sample.statistics([Double](repeating: 1, count: targets.count))
  let distribution = ClusterBootstrap(
    clusters: groups, resamples: settings.resamples, seed: settings.seed, level: settings.level
  ).distribution(width: 3) { counts, row in
    let values = sample.statistics(groups.index.map { Double(counts[Int($0)]) })
    (row[0], row[1], row[2]) = (values.rSquared, values.error, values.spearman)
  }
  return RegressionEvaluation(
    rSquared: distribution.estimate(0, value: whole.rSquared),
    meanSquaredError: distribution.estimate(1, value: whole.error),
    spearman: distribution.estimate(2, value: whole.spearman))
}

/// Predictions and targets for statistics under any weights of the items.
private struct RegressionSample: Sendable {
  private let predictions: [Double]
  private let targets: [Double]
  private let ranked: ResampledSpearman

  init(_ predictions: [Double], _ targets: [Double], _ clusters: Clusters) {
    (self.predictions, self.targets) = (predictions, targets)
    ranked = ResampledSpearman(predictions, targets, clusters: clusters)
  }

  /// All statistics when every item counts as often as its weight says.
  func statistics(_ weights: [Double]) -> (rSquared: Double, error: Double, spearman: Double) {
    var (total, sum, squares) = (0.0, 0.0, 0.0)
    for (item, weight) in weights.enumerated() {
      let error = targets[item] - predictions[item]
      total += weight
      sum += weight * targets[item]
      squares += weight * error * error
    }
    let mean = sum / total
    var spread = 0.0
    for (item, weight) in weights.enumerated() {
      spread += weight * (targets[item] - mean) * (targets[item] - mean)
    }
    return (
      spread > 0 ? 1 - squares / spread : .nan, squares / total, ranked.spearman(weights: weights)
    )
  }
}
