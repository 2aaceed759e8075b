import Calibration
public import Statistics

/// What a probe file says about its probe.
public struct ProbeMetadata: Sendable, Equatable {
  /// The version of the file's layout that this code writes and reads.
  public static let schemaVersion = 1

  /// What the labels mean.
  public var label: LabelDefinition
  /// A hash of the training examples' ids, groups and labels, all parts together.
  public var examplesHash: String
  /// The rule and seed that split them.
  public var split: GroupSplit
  /// The parts' sizes: train, validation, test.
  public var sizes: [PartSize]
  /// Where features and labels come from.
  public var source: ProbeSource
  /// How the penalty was chosen; nil for kinds without one.
  public var penalty: PenaltyChoice?
  /// How the fit ended; nil for kinds that are solved directly.
  public var solver: SolverReport?
  /// λ of LDA.
  public var shrinkage: Double?
  /// One entry a tap that was tried, in the model's order.
  public var sweep: [SweepSummary]
  /// The probe's metrics on the test part before and after recalibration, by name.
  public var testBefore: [String: Estimate]
  /// See `testBefore`; empty without recalibration.
  public var testAfter: [String: Estimate]
  /// The baseline that did best on the validation part.
  public var bestBaseline: Baseline.Kind?
  /// What is worth a second look, in sentences.
  public var notes: [String]

  /// The fingerprint of the model whose features the probe reads.
  public var modelFingerprint: String { source.modelFingerprint }
}

/// Where a probe's features and labels come from; filled in by whoever opened the files.
public struct ProbeSource: Sendable, Equatable {
  /// The model's name.
  public var modelName: String
  /// SHA-256 over weights, configuration and tokenizer.
  public var modelFingerprint: String
  /// Which position of each text is read, in words.
  public var position: String
  /// Name and SHA-256 of the files that features and labels were read from.
  public var files: [NamedValue]
  /// Versions of the program and of what it stands on.
  public var versions: [NamedValue]

  /// A source; everything may be empty when features were made in memory.
  public init(
    modelName: String = "", modelFingerprint: String = "", position: String = "",
    files: [NamedValue] = [], versions: [NamedValue] = []
  ) {
    (self.modelName, self.modelFingerprint) = (modelName, modelFingerprint)
    (self.position, self.files, self.versions) = (position, files, versions)
  }
}

/// A named text.
public struct NamedValue: Sendable, Equatable {
  /// The name.
  public var name: String
  /// The text.
  public var value: String

  /// Joins a name and a text.
  public init(_ name: String, _ value: String) {
    (self.name, self.value) = (name, value)
  }
}

/// One tap of a sweep, in short.
public struct SweepSummary: Sendable, Equatable {
  /// The tap.
  public var tap: String
  /// The chosen C; nil for kinds without one.
  public var inverseRegularization: Double?
  /// AUROC on the validation part.
  public var validationAUROC: Estimate
  /// Negative log-likelihood (nats) on the validation part.
  public var validationLoss: Estimate
  /// AUROC on the test part.
  public var testAUROC: Estimate

  init(_ row: SweepRow) {
    tap = row.tap
    inverseRegularization = row.penalty?.inverseRegularization
    validationAUROC = row.validation.auroc
    validationLoss = row.validation.negativeLogLikelihood
    testAUROC = row.test.auroc
  }

  init(
    tap: String, inverseRegularization: Double?, validationAUROC: Estimate,
    validationLoss: Estimate, testAUROC: Estimate
  ) {
    (self.tap, self.inverseRegularization) = (tap, inverseRegularization)
    (self.validationAUROC, self.validationLoss) = (validationAUROC, validationLoss)
    self.testAUROC = testAUROC
  }
}
