public import ConflictingQA
public import Probes

/// Everything a reader is told about one study of evidence: which documents were believed, what
/// goes with being believed, what edits changed, and what an answer hangs on.
///
/// A plain value: ``html()`` turns it into one self-contained page. What is empty is left out.
public struct EvidenceReport: Sendable {
  /// Who read what.
  public var subject: Subject
  /// The questions with their documents.
  public var evidence: EvidenceSet
  /// The comparisons.
  public var scores: [PairScore]
  /// Which documents were believed.
  public var convincingness: Convincingness
  /// What goes with being believed, feature by feature.
  public var sensitivities: [FeatureSensitivity] = []
  /// The same, all features at once.
  public var jointModel: JointModel?
  /// Win rate over the strongest features.
  public var curves: [WinCurve] = []
  /// What edits changed.
  public var effects: [EditEffect] = []
  /// The margin within which an effect counts as none, in shares of 1.
  public var margin = 0.02
  /// The edited texts.
  public var trials: [EditTrial] = []
  /// Edits in every combination.
  public var mixture: FactorialEdits?
  /// Many documents against one.
  public var majorities: MajorityCurve?
  /// What answers hang on.
  public var flips: [FlipRecord] = []
  /// How well the judge of claims judges.
  public var claimsTest: ClaimsResult?
  /// What the steps of the study took.
  public var work: [WorkLog.Total] = []
  /// What is worth a second look, in sentences.
  public var notes: [String] = []
  /// Settings that decide the result, in reading order.
  public var settings: [NamedValue] = []
  /// Versions of the program and of what it stands on.
  public var versions: [NamedValue] = []
  /// SHA-256 of models and data.
  public var hashes: [NamedValue] = []
  /// The command lines that make this report again.
  public var commands: [String] = []

  /// A report with what every report has; the rest is added to the properties.
  public init(
    subject: Subject, evidence: EvidenceSet, scores: [PairScore], convincingness: Convincingness
  ) {
    (self.subject, self.evidence) = (subject, evidence)
    (self.scores, self.convincingness) = (scores, convincingness)
  }

  /// A judge of claims and how it did on texts of which it is known what they say.
  public struct ClaimsResult: Sendable {
    /// The judge.
    public var judge: String
    /// Its results, a row a kind of text.
    public var rows: [ClaimsTest.Row]

    /// A result.
    public init(judge: String, rows: [ClaimsTest.Row]) { (self.judge, self.rows) = (judge, rows) }
  }

  /// Who read what.
  public struct Subject: Sendable {
    /// The reader.
    public var reader: String
    /// The evidence.
    public var data: String

    /// Names of reader and data.
    public init(reader: String, data: String) { (self.reader, self.data) = (reader, data) }
  }
}
