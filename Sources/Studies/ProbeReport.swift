public import Calibration
public import Statistics

/// Everything a reader is told about one probe and how it did on data it was not fitted on.
///
/// A plain value: it can be filled from an evaluation or by hand, and ``html()`` turns it into one
/// self-contained page. Whatever is missing (no sweep, no recalibration, no baselines) is left out
/// of the page. Probabilities are those of the positive class.
public struct ProbeReport: Sendable {
  /// What was probed, and on what.
  public var subject: Subject
  /// The parts of the data, in the order train, validation, test.
  public var samples: [Sample] = []
  /// How the probe's own probabilities did on the test part.
  public var before: Outcome
  /// How the recalibrated probabilities did; nil without recalibration.
  public var after: Outcome?
  /// How probabilities were recalibrated; `identity` if they were not.
  public var recalibration: Recalibration = .identity
  /// Values at every tap, if several were tried.
  public var sweep: [SweepEntry] = []
  /// The ROC curve of the probe on the test part.
  public var roc: ROCCurve?
  /// What the probe is compared with.
  public var baselines: [Baseline] = []
  /// The test items with their probabilities.
  public var items: [Item] = []
  /// Settings that decide the result, in reading order.
  public var settings: [Fact] = []
  /// Versions of the program and of what it stands on.
  public var versions: [Fact] = []
  /// Hashes of model, data and probe.
  public var hashes: [Fact] = []
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
    /// Where in the text: `last token of each statement`.
    public var position: String
    /// The name of the data set or file.
    public var data: String
    /// The label column.
    public var label: String
    /// What the two classes are called in sentences, such as `true` and `false`.
    public var positive, negative: String
    /// The column whose groups are kept together in splits and resampling.
    public var group: String?

    /// The subject of a report.
    public init(
      probe: String, model: String, tap: String, position: String, data: String, label: String,
      positive: String = "positive", negative: String = "negative", group: String? = nil
    ) {
      (self.probe, self.model, self.tap, self.position) = (probe, model, tap, position)
      (self.data, self.label, self.group) = (data, label, group)
      (self.positive, self.negative) = (positive, negative)
    }
  }

  /// The size of one part of the data.
  public struct Sample: Sendable {
    /// `train`, `validation` or `test`.
    public var name: String
    /// How many items, in how many groups, and how many of the items are positive.
    public var items, groups, positives: Int

    /// The size of one part.
    public init(name: String, items: Int, groups: Int, positives: Int) {
      self.name = name
      (self.items, self.groups, self.positives) = (items, groups, positives)
    }
  }

  /// How one set of probabilities did on the test part.
  public struct Outcome: Sendable {
    /// Every metric with its interval.
    public var evaluation: BinaryEvaluation
    /// The reliability curve, with its consistency band.
    public var reliability: ReliabilityCurve?

    /// The outcome of one set of probabilities.
    public init(evaluation: BinaryEvaluation, reliability: ReliabilityCurve? = nil) {
      self.evaluation = evaluation
      self.reliability = reliability
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

  /// Something simpler that the probe must beat.
  public struct Baseline: Sendable {
    public var name: String
    /// What it does, in a sentence.
    public var explanation: String
    public var auroc: Estimate
    /// The probe's AUROC minus the baseline's, resampled together.
    public var lead: Estimate?

    /// A baseline on the test part.
    public init(name: String, explanation: String, auroc: Estimate, lead: Estimate? = nil) {
      (self.name, self.explanation) = (name, explanation)
      (self.auroc, self.lead) = (auroc, lead)
    }
  }

  /// A named value.
  public struct Fact: Sendable {
    public var name, value: String

    /// A named value.
    public init(_ name: String, _ value: String) {
      (self.name, self.value) = (name, value)
    }
  }
}
