public import Calibration
public import Probes
public import Statistics

/// Everything a reader is told about one probe and how it did on data it was not fitted on.
///
/// A plain value: it can be filled from an evaluation or by hand, and ``html()`` turns it into one
/// self-contained page. Whatever is missing (no sweep, no recalibration, no baselines) is left out
/// of the page. Probabilities are those of the positive class.
public struct ProbeReport: Sendable {
  /// What was probed, and on what.
  public var subject: Subject
  /// Which rows were judged.
  public var part = EvaluationPart.test
  /// Whether the judged rows are those that the probe was trained from, or a part of them.
  public var isTrainingData = true
  /// Judged rows whose group took part in training; nil when that is not known.
  public var overlap: GroupOverlap?
  /// The parts of the data the probe was trained from.
  public var samples: [PartSize] = []
  /// How the probe's own probabilities did on the judged rows.
  public var before: Outcome
  /// How the recalibrated probabilities did; nil without recalibration.
  public var after: Outcome?
  /// How probabilities were recalibrated; `identity` if they were not.
  public var recalibration: Recalibration = .identity
  /// Values at every tap, if several were tried.
  public var sweep: [SweepEntry] = []
  /// How the penalty was chosen; nil for kinds without one.
  public var penalty: PenaltyChoice?
  /// The ROC curve of the probe.
  public var roc: ROCCurve?
  /// The final probabilities by class.
  public var histogram: ScoreHistogram?
  /// What the probe is compared with.
  public var baselines: [Comparison] = []
  /// The name of the baseline that did best on validation; nil for the best one on these rows.
  public var bestBaseline: String?
  /// The judged items with their probabilities.
  public var items: [Item] = []
  /// What is worth a second look, in sentences.
  public var notes: [String] = []
  /// Settings that decide the result, in reading order.
  public var settings: [NamedValue] = []
  /// Versions of the program and of what it stands on.
  public var versions: [NamedValue] = []
  /// SHA-256 of model, data and probe.
  public var hashes: [NamedValue] = []
  /// The command lines that make this report again.
  public var commands: [String] = []

  /// A report with what every report has; the rest is added to the properties.
  public init(subject: Subject, before: Outcome) {
    self.subject = subject
    self.before = before
  }

  /// How the probabilities that the probe finally gives did.
  public var final: Outcome { after ?? before }
}

extension ProbeReport {
  /// What was probed, and on what.
  public struct Subject: Sendable {
    /// The kind of probe: `logistic`, `mass-mean`, `LDA`.
    public var probe: String
    /// The model's name, such as `SmolLM2-135M-Instruct`.
    public var model: String
    /// The tap that is read, such as `block.18`.
    public var tap: String
    /// Where in the text: `last token`.
    public var position: String
    /// The name of the data set or file.
    public var data: String
    /// What the labels mean.
    public var label: LabelDefinition

    /// The subject of a report.
    public init(
      probe: String, model: String, tap: String, position: String, data: String,
      label: LabelDefinition
    ) {
      (self.probe, self.model, self.tap, self.position) = (probe, model, tap, position)
      (self.data, self.label) = (data, label)
    }

    var positive: String { label.positive }
    var negative: String { label.negative }
  }

  /// How one set of probabilities did.
  public struct Outcome: Sendable {
    /// Every metric with its interval.
    public var evaluation: BinaryEvaluation
    /// The reliability curve, with its consistency band.
    public var reliability: ReliabilityCurve?
    /// The equal-width ECE that chance alone would give if every probability were right.
    public var chanceError: CalibrationErrorFloor?

    /// The outcome of one set of probabilities.
    public init(
      evaluation: BinaryEvaluation, reliability: ReliabilityCurve? = nil,
      chanceError: CalibrationErrorFloor? = nil
    ) {
      self.evaluation = evaluation
      self.reliability = reliability
      self.chanceError = chanceError
    }
  }

  /// The value of one tap of a layer sweep.
  public struct SweepEntry: Sendable {
    /// The name of the tap; the one in `subject.tap` is the winner.
    public var tap: String
    /// AUROC on the validation part, on which the winner is chosen.
    public var validation: Estimate
    /// AUROC on the test part, for information only.
    public var test: Estimate?

    /// The value of one tap.
    public init(tap: String, validation: Estimate, test: Estimate? = nil) {
      self.tap = tap
      self.validation = validation
      self.test = test
    }
  }

  /// Something simpler that the probe must beat, on the same rows.
  public struct Comparison: Sendable {
    public var name: String
    /// What it does, in a sentence.
    public var explanation: String
    public var auroc: Estimate
    /// The probe's AUROC minus the baseline's, resampled together.
    public var lead: Estimate?

    /// A baseline.
    public init(name: String, explanation: String, auroc: Estimate, lead: Estimate? = nil) {
      (self.name, self.explanation) = (name, explanation)
      (self.auroc, self.lead) = (auroc, lead)
    }
  }
}
