public import Statistics

/// Two predictors judged on the same items, and how much better the first is.
public struct PairedComparison: Sendable, Equatable {
  /// The first predictor on its own.
  public let first: BinaryEvaluation
  /// The second predictor, the baseline, on its own.
  public let second: BinaryEvaluation
  /// First minus second for every metric both have (without the base rate), its interval from
  /// equal resamples: it is narrower than the two separate intervals suggest.
  public let differences: [BinaryMetric: Estimate]

  init(_ judged: JudgedSample) {
    first = judged.evaluation(of: 0)
    second = judged.evaluation(of: 1)
    differences = judged.differences(0, minus: 1)
  }
}

/// Compares two lists of probabilities for the same items in every metric.
///
/// Throws and costs as `evaluate(probabilities:labels:clusters:weights:settings:)`, twice.
public func compare(
  probabilities: [Double], baseline: [Double], labels: [Bool], clusters: [Int]? = nil,
  weights: [Int]? = nil, settings: EvaluationSettings = EvaluationSettings()
) throws -> PairedComparison {
  let sample = try EvaluationSample(
    labels: labels, clusters: clusters, weights: weights, settings: settings)
  return PairedComparison(
    sample.judge([
      try sample.sorted(probabilities: probabilities), try sample.sorted(probabilities: baseline),
    ]))
}

/// Compares two lists of scores, each of any scale, by the ranking metrics.
///
/// Throws and costs as `evaluateRanking(scores:labels:clusters:weights:settings:)`, twice.
public func compareRanking(
  scores: [Double], baseline: [Double], labels: [Bool], clusters: [Int]? = nil,
  weights: [Int]? = nil, settings: EvaluationSettings = EvaluationSettings()
) throws -> PairedComparison {
  let sample = try EvaluationSample(
    labels: labels, clusters: clusters, weights: weights, settings: settings)
  return PairedComparison(
    sample.judge([try sample.sorted(scores: scores), try sample.sorted(scores: baseline)]))
}
