/// A direction in the features of one tap that predicts a number for every example:
/// z = weights · (x - mean) · scale + intercept.
public struct RegressionProbe: Sendable, Equatable {
  /// The tap whose features it reads.
  public let tap: String
  /// What happens to features before the weights.
  public let standardizer: Standardizer
  /// One weight a standardised feature.
  public let weights: [Double]
  /// Added to the weighted sum.
  public let intercept: Double

  /// Joins known numbers. Traps when there is not one weight a feature.
  public init(tap: String, standardizer: Standardizer, weights: [Double], intercept: Double) {
    precondition(weights.count == standardizer.mean.count, "A probe has one weight a feature.")
    self.tap = tap
    self.standardizer = standardizer
    self.weights = weights
    self.intercept = intercept
  }

  /// The predictions for some rows (all of them when `rows` is nil), in that order.
  ///
  /// - Throws: ``ProbesError/otherWidth(tap:expected:found:)``, or
  ///   ``ProbesError/notFinite(tap:row:feature:)`` when a feature makes one that is not finite.
  public func predictions(of features: LayerFeatures, rows: [Int32]? = nil) throws -> [Double] {
    try features.scores(
      rows, standardizer: standardizer, weights: weights, intercept: intercept)
  }
}

/// How far predictions are from what they predict.
public struct RegressionErrors: Sendable, Equatable {
  /// The number of predictions.
  public let count: Int
  /// Weighted mean of (target - prediction)².
  public let meanSquaredError: Double
  /// 1 - Σ weight (target - prediction)² / Σ weight (target - mean target)²; NaN when all targets
  /// are equal. 0 is what the mean achieves; worse predictions are negative.
  public let rSquared: Double

  /// Compares predictions with targets, weighted by `weights` or equally. Traps when their numbers
  /// differ.
  public init(predictions: [Double], targets: [Double], weights: [Float]? = nil) {
    precondition(
      predictions.count == targets.count && (weights?.count ?? targets.count) == targets.count,
      "There is one prediction and one weight a target.")
    var (total, sum, squares) = (0.0, 0.0, 0.0)
    for (i, target) in targets.enumerated() {
      let weight = Double(weights?[i] ?? 1)
      total += weight
      sum += weight * target
      squares += weight * (target - predictions[i]) * (target - predictions[i])
    }
    let mean = sum / total
    var spread = 0.0
    for (i, target) in targets.enumerated() {
      spread += Double(weights?[i] ?? 1) * (target - mean) * (target - mean)
    }
    count = targets.count
    meanSquaredError = squares / total
    rSquared = spread > 0 ? 1 - squares / spread : .nan
  }
}
