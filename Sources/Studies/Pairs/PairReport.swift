public import Charts
public import Probes
public import Statistics

/// Everything a reader is told about one pair of models: how much of the small one's uncertainty is
/// ignorance, how well its hidden states tell, and how far that can be trusted.
///
/// A plain value: ``html()`` turns it into one self-contained page. What is empty is left out. In
/// every AUROC the positive class is aleatoric.
public struct PairReport: Sendable {
  /// Who was compared, and on what.
  public var subject: Subject
  /// How many positions each label rule gave.
  public var counts: [LabelCounts] = []
  /// Predictors beside each other, one block a task.
  public var comparisons: [Comparison] = []
  /// Predictors of numbers, one block a target.
  public var regressions: [Regression] = []
  /// How the label rules agree with the exact truth, where there is one.
  public var agreements: [Agreement] = []
  /// How far each model is from the exact distribution, where there is one.
  public var excesses: [Excess] = []
  /// The In-Context Learning Test, a task each.
  public var tests: [ICLTEvaluation] = []
  /// AUROC over label rules.
  public var atlas: [HeatMapFigure] = []
  /// Texts with a verdict on each token.
  public var passages: [Passage] = []
  /// Tasks that could not be judged, and why.
  public var leftOut: [LeftOut] = []
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
  public init(subject: Subject) { self.subject = subject }
}

extension PairReport {
  /// Who was compared, and on what.
  public struct Subject: Sendable {
    /// The model whose uncertainty is explained.
    public var small: String
    /// The model whose entropies stand in for the truth.
    public var large: String
    /// The documents.
    public var data: String

    /// Names of models and data.
    public init(small: String, large: String, data: String) {
      (self.small, self.large, self.data) = (small, large, data)
    }
  }

  /// A task without enough positions: a result, and no reason to stop the others.
  public struct LeftOut: Sendable, Equatable {
    /// The task or target.
    public var task: String
    /// What was missing, in a sentence.
    public var reason: String

    /// A task and what it lacks.
    public init(task: String, reason: String) { (self.task, self.reason) = (task, reason) }
  }

  /// How many positions one label rule gave.
  public struct LabelCounts: Sendable {
    /// The rule in words, such as `gap, entropy in [2, 3)`.
    public var rule: String
    /// Positions whose entropy lies in the band.
    public var inBand: Int
    /// Positions labelled epistemic, before and after balancing.
    public var epistemic: (before: Int, after: Int)
    /// Positions labelled aleatoric, before and after balancing.
    public var aleatoric: (before: Int, after: Int)
    /// Total variation distance between the token ids of the classes after balancing, 0 to 1.
    public var tokenImbalance: Double

    /// Counts of one rule.
    public init(
      rule: String, inBand: Int, epistemic: (before: Int, after: Int),
      aleatoric: (before: Int, after: Int), tokenImbalance: Double
    ) {
      (self.rule, self.inBand, self.tokenImbalance) = (rule, inBand, tokenImbalance)
      (self.epistemic, self.aleatoric) = (epistemic, aleatoric)
    }
  }

  /// Predictors of one label, all on the same positions.
  public struct Comparison: Sendable {
    /// One predictor.
    public struct Row: Sendable {
      /// Names the main predictor's row on all positions, which is no rival of it.
      static let unbalanced = "the same without balancing"

      /// What predicts.
      public var name: String
      /// AUROC of aleatoric against epistemic.
      public var auroc: Estimate
      /// Share of right answers, where the predictor has a threshold chosen on validation.
      public var accuracy: Estimate?
      /// Share of right answers at the threshold that is best on these very positions, as the paper
      /// reports entropy thresholds; flattering.
      public var inSampleAccuracy: Double?
      /// The linear probe's AUROC minus this one's on the same positions, resampled together; nil for
      /// the linear probe itself and for rows of other positions.
      public var probeLead: Estimate?
      /// This AUROC minus that of the small model's entropy (BET), resampled together; only for
      /// entropies of other heads.
      public var thresholdLead: Estimate?
      /// How far apart several models are whose mean the row is, such as shuffles.
      public var spread: ModelSpread?
      /// Whether the row is one of ours and not a baseline or control.
      public var isMain: Bool

      /// A predictor and how it did.
      public init(
        name: String, auroc: Estimate, accuracy: Estimate? = nil, inSampleAccuracy: Double? = nil,
        probeLead: Estimate? = nil, thresholdLead: Estimate? = nil, spread: ModelSpread? = nil,
        isMain: Bool = false
      ) {
        (self.name, self.auroc, self.accuracy) = (name, auroc, accuracy)
        (self.inSampleAccuracy, self.spread, self.isMain) = (inSampleAccuracy, spread, isMain)
        (self.probeLead, self.thresholdLead) = (probeLead, thresholdLead)
      }
    }

    /// The task and where its labels come from.
    public var title: String
    /// What a reader needs to read the numbers.
    public var explanation: String
    /// The predictors, ours first.
    public var rows: [Row]

    /// A block of predictors.
    public init(title: String, explanation: String, rows: [Row]) {
      (self.title, self.explanation, self.rows) = (title, explanation, rows)
    }
  }

  /// How often a label rule says what the exact truth says.
  public struct Agreement: Sendable {
    /// The rule in words.
    public var rule: String
    /// Of the positions labelled epistemic, the share that is in truth.
    public var epistemic: Estimate
    /// Of the positions labelled aleatoric, the share that is in truth.
    public var aleatoric: Estimate

    /// Agreement of one rule.
    public init(rule: String, epistemic: Estimate, aleatoric: Estimate) {
      (self.rule, self.epistemic, self.aleatoric) = (rule, epistemic, aleatoric)
    }
  }

  /// Mean cross-entropy of a model above the exact entropy (its epistemic part), nats a token.
  public struct Excess: Sendable {
    /// Which positions, such as `facts seen 1 to 4 times`.
    public var positions: String
    /// Mean exact entropy of those positions, nats.
    public var exact: Estimate
    /// The small model's excess, nats.
    public var small: Estimate
    /// The large model's excess, nats.
    public var large: Estimate

    /// The excess on one kind of position.
    public init(positions: String, exact: Estimate, small: Estimate, large: Estimate) {
      (self.positions, self.exact, self.small, self.large) = (positions, exact, small, large)
    }
  }

  /// A text with a verdict on each token.
  public struct Passage: Sendable {
    /// The document's id.
    public var id: String
    /// Its tokens.
    public var tokens: [TokenAnnotation]

    /// An annotated text.
    public init(id: String, tokens: [TokenAnnotation]) { (self.id, self.tokens) = (id, tokens) }
  }
}
