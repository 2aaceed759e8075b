public import Calibration
public import Statistics

/// What a probe is worth on some rows, with everything that reports and tables print.
public struct ProbeEvaluation: Sendable {
  /// The tap that was read.
  public let tap: String
  /// Which rows were judged.
  public let part: EvaluationPart
  /// Whether the judged examples are those that the probe was trained from, or a part of them.
  public let isTrainingData: Bool
  /// How many rows, groups and positives they are.
  public let size: EvaluationSize
  /// Metrics of the probe's own probabilities.
  public let before: BinaryEvaluation
  /// Metrics after recalibration; nil when the probe has none.
  public let after: BinaryEvaluation?
  /// Reliability of the probe's own probabilities, with consistency band.
  public let reliabilityBefore: ReliabilityCurve
  /// Reliability after recalibration.
  public let reliabilityAfter: ReliabilityCurve?
  /// The ROC curve of the logits.
  public let roc: ROCCurve
  /// Final probabilities by class.
  public let histogram: ScoreHistogram
  /// What the probe is compared with, on the same rows and resamples.
  public let baselines: [BaselineResult]
  /// The baseline that did best on the validation part when the probe was trained.
  public let bestBaseline: Baseline.Kind?
  /// Every judged row.
  public let rows: [EvaluatedRow]
  /// Rows whose group was seen in training; nil when rows have no groups to compare.
  public let overlap: GroupOverlap?

  /// Metrics of the probabilities that the probe finally gives.
  public var final: BinaryEvaluation { after ?? before }
  /// The comparison with the best baseline.
  public var best: BaselineResult? { baselines.first { $0.baseline.kind == bestBaseline } }
}

/// Which rows an evaluation judges.
public enum EvaluationPart: String, Sendable, CaseIterable {
  /// The training part: flattering, for diagnosis only.
  case train
  /// The part that chose tap and recalibration.
  case validation
  /// The part that nothing was chosen on.
  case test
  /// All rows.
  case all
}

/// How much data an evaluation rests on.
public struct EvaluationSize: Sendable, Equatable {
  /// Rows.
  public let count: Int
  /// Rows with a positive label.
  public let positives: Int
  /// Distinct groups.
  public let groups: Int
}

/// How a baseline did, and how far ahead of it the probe is.
public struct BaselineResult: Sendable {
  /// The baseline.
  public let baseline: Baseline
  /// Its metrics. Where it averages several models, every value is the mean of theirs and every
  /// interval end the mean of their ends.
  public let metrics: [BinaryMetric: Estimate]
  /// The probe's final metric minus the baseline's, resampled together; averaged likewise.
  public let lead: [BinaryMetric: Estimate]
  /// How far apart the AUROCs of the averaged models are; nil for a single one.
  public let spread: ModelSpread?

  /// The baseline's AUROC.
  public var auroc: Estimate? { metrics[.auroc] }
}

/// One judged row.
public struct EvaluatedRow: Sendable, Equatable {
  /// Its 0-based row among the features.
  public let row: Int
  /// Its name.
  public let id: String
  /// Its group.
  public let group: String
  /// Its label.
  public let label: Bool
  /// What the probe says.
  public let prediction: ProbePrediction
}

/// Rows whose group took part in training.
public struct GroupOverlap: Sendable, Equatable {
  /// Judged rows whose group is in the probe's training part, and how many groups that is.
  public let trainingRows: Int
  /// See `trainingRows`.
  public let trainingGroups: Int
  /// Judged rows whose group is in its validation part, and how many groups that is.
  public let validationRows: Int
  /// See `validationRows`.
  public let validationGroups: Int
}

/// Numbers of rows by probability and class, in bins of equal width over [0, 1].
public struct ScoreHistogram: Sendable, Equatable {
  /// Bin edges, one more than bins.
  public let edges: [Double]
  /// Rows with a positive label in each bin.
  public let positives: [Int]
  /// Rows with a negative label in each bin.
  public let negatives: [Int]

  /// Counts probabilities; 1 belongs to the last bin.
  public init(probabilities: [Double], labels: [Bool], bins: Int = 20) {
    edges = (0...bins).map { Double($0) / Double(bins) }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: bins), count: 2)
    for (probability, label) in zip(probabilities, labels) where probability.isFinite {
      let bin = min(max(Int(probability * Double(bins)), 0), bins - 1)
      counts[label ? 1 : 0][bin] += 1
    }
    (negatives, positives) = (counts[0], counts[1])
  }
}
