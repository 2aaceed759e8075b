/// Judges probabilities against labels: every `BinaryMetric` as an `Estimate` with a
/// cluster-bootstrap interval.
///
/// - Parameters:
///   - probabilities: chance of a positive label, in [0, 1], one an item.
///   - labels: true = positive, one an item.
///   - clusters: items with equal numbers are resampled together; nil when all are independent.
///   - weights: how many times each item counts; nil for once each.
///
/// Items are sorted once; each resample is one linear pass, run in parallel, and the result does
/// not depend on threads or (with `clusters` given) on the order of the items. `BinaryMetric.interval`
/// says how each interval is made.
/// Throws `CalibrationError` on empty, unequal or non-finite input, probabilities outside [0, 1],
/// and settings out of range. O(n log n + resamples * n).
public func evaluate(
  probabilities: [Double], labels: [Bool], clusters: [Int]? = nil, weights: [Int]? = nil,
  settings: EvaluationSettings = EvaluationSettings()
) throws -> BinaryEvaluation {
  let sample = try EvaluationSample(
    labels: labels, clusters: clusters, weights: weights, settings: settings)
  return sample.judge([try sample.sorted(probabilities: probabilities)]).evaluation(of: 0)
}

/// The same with the resampling settings written out.
public func evaluate(
  probabilities: [Double], labels: [Bool], clusters: [Int]?, resamples: Int, seed: UInt64
) throws -> BinaryEvaluation {
  try evaluate(
    probabilities: probabilities, labels: labels, clusters: clusters,
    settings: EvaluationSettings(resamples: resamples, seed: seed))
}

/// Judges scores of any scale (higher = more likely positive) by the ranking metrics alone.
///
/// For baselines such as text length, which are no probabilities. See
/// `evaluate(probabilities:labels:clusters:weights:settings:)`.
public func evaluateRanking(
  scores: [Double], labels: [Bool], clusters: [Int]? = nil, weights: [Int]? = nil,
  settings: EvaluationSettings = EvaluationSettings()
) throws -> BinaryEvaluation {
  let sample = try EvaluationSample(
    labels: labels, clusters: clusters, weights: weights, settings: settings)
  return sample.judge([try sample.sorted(scores: scores)]).evaluation(of: 0)
}
