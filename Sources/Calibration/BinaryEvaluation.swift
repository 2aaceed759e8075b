public import Statistics

/// Every metric of one set of predictions, each with its cluster-bootstrap interval.
public struct BinaryEvaluation: Sendable, Equatable {
  /// How the evaluation was made.
  public let settings: EvaluationSettings
  /// The number of items n (the sum of weights where items carry counts).
  public let count: Int
  /// The number of items with a positive label.
  public let positives: Int
  /// The number of clusters the items came in.
  public let clusters: Int
  /// How many resamples held one class only; ranking metrics are undefined on them, which each
  /// `Estimate` counts for itself.
  public let oneClassResamples: Int
  private let estimates: [BinaryMetric: Estimate]

  init(
    settings: EvaluationSettings, count: Int, positives: Int, clusters: Int,
    oneClassResamples: Int, estimates: [BinaryMetric: Estimate]
  ) {
    self.settings = settings
    self.count = count
    self.positives = positives
    self.clusters = clusters
    self.oneClassResamples = oneClassResamples
    self.estimates = estimates
  }

  /// The metrics this evaluation holds, in their fixed order: all of them for probabilities, the
  /// ranking ones for plain scores.
  public var metrics: [BinaryMetric] { BinaryMetric.allCases.filter { estimates[$0] != nil } }

  /// One metric; its value is NaN when this evaluation does not hold it (see `metrics`).
  public subscript(metric: BinaryMetric) -> Estimate {
    estimates[metric] ?? Estimate(value: .nan, count: count, clusters: clusters)
  }

  /// Chance that a random positive outranks a random negative.
  public var auroc: Estimate { self[.auroc] }
  /// Average precision.
  public var auprc: Estimate { self[.auprc] }
  /// Share of items on the right side of `settings.threshold`.
  public var accuracy: Estimate { self[.accuracy] }
  /// Mean negative log-likelihood in nats.
  public var negativeLogLikelihood: Estimate { self[.negativeLogLikelihood] }
  /// Mean squared difference of probability and label.
  public var brier: Estimate { self[.brier] }
  /// Expected calibration error, equal-width bins.
  public var equalWidthECE: Estimate { self[.equalWidthECE] }
  /// Expected calibration error, equal-mass bins.
  public var equalMassECE: Estimate { self[.equalMassECE] }
}

/// What an evaluation depends on besides the predictions.
public struct EvaluationSettings: Sendable, Equatable {
  /// Bootstrap resamples; 0 for no intervals.
  public var resamples: Int
  /// The seed of the resamples.
  public var seed: UInt64
  /// Nominal coverage of the intervals.
  public var level: Double
  /// Probabilities of at least this are predicted positive.
  public var threshold: Double
  /// The number of bins of both calibration errors.
  public var bins: Int

  /// 2,000 resamples, 95 % intervals, threshold 0.5 and 15 bins unless said otherwise.
  public init(
    resamples: Int = 2000, seed: UInt64 = 0, level: Double = 0.95, threshold: Double = 0.5,
    bins: Int = 15
  ) {
    self.resamples = resamples
    self.seed = seed
    self.level = level
    self.threshold = threshold
    self.bins = bins
  }

  func check() throws {
    try Binning.equalWidth(bins).check()
    guard resamples >= 0 else {
      throw CalibrationError.badSetting("The number of resamples cannot be \(resamples).")
    }
    guard level > 0, level < 1 else {
      throw CalibrationError.badSetting(
        "A confidence level lies strictly between 0 and 1; found \(level).")
    }
    guard threshold.isFinite else {
      throw CalibrationError.badSetting("The decision threshold must be finite.")
    }
  }
}
