import Statistics

/// Chance that a random positive item scores higher than a random negative one, ties counted half.
///
/// The area under the ROC curve, exact, and equal to scikit-learn's `roc_auc_score`. Scores are of
/// any scale, higher = more likely positive. `weights` are whole counts. NaN when only one class
/// is present. Throws `CalibrationError` on empty, unequal or non-finite input. O(n log n).
public func auroc(scores: [Double], labels: [Bool], weights: [Int]? = nil) throws -> Double {
  try rankingSweep(scores, labels, weights).auroc
}

/// Average precision, equal to scikit-learn's `average_precision_score`.
///
/// The sum over thresholds of (recall gained) times (precision there): step-wise, not trapezoidal.
/// A constant score gets the base rate. NaN (scikit-learn: 0) when there are no positives.
/// Throws as `auroc(scores:labels:weights:)`. O(n log n).
public func averagePrecision(scores: [Double], labels: [Bool], weights: [Int]? = nil) throws
  -> Double
{
  try rankingSweep(scores, labels, weights).averagePrecision
}

/// Share of items on the right side of `threshold`: positive when the probability is at least it.
///
/// Throws `CalibrationError` on bad input. O(n).
public func accuracy(
  probabilities: [Double], labels: [Bool], threshold: Double = 0.5, weights: [Int]? = nil
) throws -> Double {
  try mean(probabilities, labels, weights) { ($0 >= threshold) == $1 ? 1 : 0 }
}

/// Mean negative log-likelihood of the labels in nats (log loss), lower is better.
///
/// Probabilities are clipped to [2^-52, 1 - 2^-52] as in scikit-learn's `log_loss`, so one certain
/// and wrong prediction costs 36.04 nats. Throws `CalibrationError` on bad input. O(n).
public func negativeLogLikelihood(
  probabilities: [Double], labels: [Bool], weights: [Int]? = nil
) throws -> Double {
  try mean(probabilities, labels, weights, of: logLoss)
}

/// Mean squared difference of probability and label (Brier 1950), in [0, 1], lower is better.
///
/// Throws `CalibrationError` on bad input. O(n).
public func brier(probabilities: [Double], labels: [Bool], weights: [Int]? = nil) throws -> Double {
  try mean(probabilities, labels, weights) { probability, label in
    let miss = label ? 1 - probability : probability
    return miss * miss
  }
}

/// Calibration error: the gaps |observed rate - mean probability| over bins, joined by `norm`.
///
/// ECE for `.l1`, MCE for `.max`. `Binning` says which edges are closed and which libraries agree.
/// Zero is perfect, but even a perfectly calibrated predictor has a positive expected value, the
/// more bins the larger: see `calibrationErrorFloor`. Throws `CalibrationError` on bad input. O(n log n).
public func calibrationError(
  probabilities: [Double], labels: [Bool], binning: Binning = .equalWidth(15),
  norm: CalibrationNorm = .l1, weights: [Int]? = nil
) throws -> Double {
  try binning.check()
  let predictions = try Predictions(
    probabilities: probabilities, labels: labels, weights: weights)
  let clusters = Clusters(singletons: probabilities.count)
  let result = Sweep.run(
    SortedPredictions(
      probabilities: predictions, clusters: clusters, threshold: 0.5, bins: binning.bins))
  switch binning {
  case .equalWidth: return result.equalWidth.error(norm)
  case .equalMass: return result.equalMass.error(norm)
  }
}

private func rankingSweep(_ scores: [Double], _ labels: [Bool], _ weights: [Int]?) throws
  -> SweepResult
{
  let predictions = try Predictions(scores: scores, labels: labels, weights: weights)
  return Sweep.run(
    SortedPredictions(scores: predictions, clusters: Clusters(singletons: scores.count)))
}

private func mean(
  _ probabilities: [Double], _ labels: [Bool], _ weights: [Int]?,
  of score: (_ probability: Double, _ label: Bool) -> Double
) throws -> Double {
  let predictions = try Predictions(
    probabilities: probabilities, labels: labels, weights: weights)
  var (sum, total) = (0.0, 0.0)
  for index in probabilities.indices {
    let weight = Double(predictions.weight(index))
    sum += weight * score(probabilities[index], labels[index])
    total += weight
  }
  return sum / total
}
