public import Calibration

/// A probe ready for use: direction, recalibration, what it is compared with, and where it all
/// comes from.
public struct TrainedProbe: Sendable, Equatable {
  /// The direction.
  public let probe: LinearProbe
  /// The map from logits to calibrated probabilities.
  public let recalibration: Recalibration
  /// What the probe is compared with, fitted on the same training part.
  public let baselines: [Baseline]
  /// Groups seen in training, to recognise them in other data.
  public let seenGroups: SeenGroups
  /// Everything else that is worth knowing.
  public var metadata: ProbeMetadata

  /// Joins the parts of a probe.
  public init(
    probe: LinearProbe, recalibration: Recalibration, baselines: [Baseline],
    seenGroups: SeenGroups, metadata: ProbeMetadata
  ) {
    (self.probe, self.recalibration) = (probe, recalibration)
    (self.baselines, self.seenGroups) = (baselines, seenGroups)
    self.metadata = metadata
  }

  /// The probe's answer for every row of its tap (or for some rows, in that order).
  ///
  /// - Throws: ``ProbesError/otherWidth(tap:expected:found:)``,
  ///   ``ProbesError/notFinite(tap:row:feature:)``.
  public func predict(_ features: LayerFeatures, rows: [Int32]? = nil) throws -> [ProbePrediction] {
    try probe.logits(of: features, rows: rows).map { logit in
      ProbePrediction(
        logit: logit, probability: sigmoid(logit),
        calibrated: recalibration.probability(ofLogit: logit))
    }
  }
}

/// What a probe says about one row.
public struct ProbePrediction: Sendable, Equatable {
  /// The log-odds of the positive class as the probe gives them.
  public let logit: Double
  /// The probability of the positive class that belongs to the logit.
  public let probability: Double
  /// The probability after recalibration.
  public let calibrated: Double
}

/// Hashes of the groups whose rows decided a probe.
public struct SeenGroups: Sendable, Equatable {
  /// Groups of the training part, as rising hashes.
  public let training: [UInt64]
  /// Groups of the validation part.
  public let validation: [UInt64]

  init(training: [UInt64], validation: [UInt64]) {
    (self.training, self.validation) = (training, validation)
  }

  init(_ split: SplitRows, of labels: ProbeLabels) {
    func hashes(_ part: SplitPart) -> [UInt64] {
      Set(split[part].map { StableHash.of(labels.groups[Int($0)]) }).sorted()
    }
    self.init(training: hashes(.train), validation: hashes(.validation))
  }
}
