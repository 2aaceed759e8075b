public import Statistics

/// The metrics of probabilistic yes/no predictions, by the names used in files and tables.
public enum BinaryMetric: String, CaseIterable, Sendable {
  /// Chance that a random positive outranks a random negative, ties counted half.
  case auroc
  /// Average precision, the step-wise area under the precision-recall curve.
  case auprc
  /// Share of items on the right side of the decision threshold.
  case accuracy
  /// Mean negative log-likelihood in nats (log loss).
  case negativeLogLikelihood = "nll"
  /// Mean squared difference of probability and label.
  case brier
  /// 1 - Brier / (π(1 - π)) with base rate π: 0 for always saying the base rate, 1 for perfection.
  case brierSkill = "brier_skill"
  /// Expected calibration error over bins of equal width.
  case equalWidthECE = "ece_equal_width"
  /// Expected calibration error over bins of equal mass.
  case equalMassECE = "ece_equal_mass"
  /// The largest gap of any equal-width bin.
  case maximumCalibrationError = "mce_equal_width"
  /// Share of positive labels; the accuracy of the majority answer is max(π, 1 - π).
  case baseRate = "base_rate"

  /// The name for people.
  public var title: String {
    switch self {
    case .auroc: "AUROC"
    case .auprc: "AUPRC"
    case .accuracy: "accuracy"
    case .negativeLogLikelihood: "NLL (nats)"
    case .brier: "Brier"
    case .brierSkill: "Brier skill"
    case .equalWidthECE: "ECE (equal width)"
    case .equalMassECE: "ECE (equal mass)"
    case .maximumCalibrationError: "MCE (equal width)"
    case .baseRate: "base rate"
    }
  }

  /// Whether more is better; nil for the base rate, which describes the data.
  public var higherIsBetter: Bool? {
    switch self {
    case .auroc, .auprc, .accuracy, .brierSkill: true
    case .negativeLogLikelihood, .brier, .equalWidthECE, .equalMassECE, .maximumCalibrationError:
      false
    case .baseRate: nil
    }
  }

  /// How its bootstrap interval is made: reflected for calibration errors, which noise raises,
  /// percentile for the others.
  ///
  /// In simulated data sets of 150 clusters and 750 items, 95 % percentile intervals contained the
  /// true ECE in none (calibrated predictor) to 87 % (temperature off by a factor of 2) of them,
  /// reflected ones in 43 % to 92 %; what is missing is the bias of the binned error itself, see
  /// `calibrationErrorFloor`.
  public var interval: BootstrapInterval {
    switch self {
    case .equalWidthECE, .equalMassECE, .maximumCalibrationError: .reflected
    default: .percentile
    }
  }

  /// The metrics that depend only on the order of the scores, so that any score has them.
  public static let ranking: [BinaryMetric] = [.auroc, .auprc]

  /// This metric's place in a row of all metrics.
  var column: Int { Self.columns[self, default: 0] }

  private static let columns = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

extension SweepResult {
  /// All metrics in the order of `BinaryMetric.allCases`.
  func value(_ metric: BinaryMetric) -> Double {
    switch metric {
    case .auroc: auroc
    case .auprc: averagePrecision
    case .accuracy: accuracy
    case .negativeLogLikelihood: negativeLogLikelihood
    case .brier: brier
    case .brierSkill: brierSkill
    case .equalWidthECE: equalWidth.error(.l1)
    case .equalMassECE: equalMass.error(.l1)
    case .maximumCalibrationError: equalWidth.error(.max)
    case .baseRate: baseRate
    }
  }

  private var brierSkill: Double {
    let reference = baseRate * (1 - baseRate)
    return reference > 0 ? 1 - brier / reference : .nan
  }
}
