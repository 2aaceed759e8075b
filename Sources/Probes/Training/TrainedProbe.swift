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
}

extension TrainedProbe: CalibratedProbe {
  public var tap: String { probe.tap }
  public var width: Int { probe.width }
  public var kindName: String { probe.kind == .lda ? "LDA" : probe.kind.rawValue }

  public func logits(of features: LayerFeatures, rows: [Int32]?) throws -> [Double] {
    try probe.logits(of: features, rows: rows)
  }
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
