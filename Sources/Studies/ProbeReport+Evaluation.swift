import Calibration
import Charts
public import Probes
import Statistics

extension ProbeReport {
  /// What an evaluation does not know by itself.
  public struct Context: Sendable {
    /// The name of the judged data set or file.
    public var data: String
    /// The text of every row of the features and the token that was read from it; may be empty.
    public var texts: [ProbedText] = []
    /// Settings to be listed after the probe's own.
    public var settings: [NamedValue] = []
    /// Versions of the program and of what it stands on; the probe's own when empty.
    public var versions: [NamedValue] = []
    /// Names and SHA-256 of the files that were judged, to be listed after the probe's own.
    public var hashes: [NamedValue] = []
    /// The command lines that make this report again.
    public var commands: [String] = []

    /// A context with nothing but the name of the data.
    public init(data: String) { self.data = data }
  }

  /// A text and the token of it that was read.
  public struct ProbedText: Sendable {
    public var text: String
    /// The token as text, with its leading space if it has one.
    public var token: String

    /// A text and the token of it that was read.
    public init(text: String, token: String) {
      self.text = text
      self.token = token
    }
  }

  /// The report of an evaluation.
  public init(_ evaluation: ProbeEvaluation, of probe: any CalibratedProbe, context: Context) {
    let metadata = probe.metadata
    let source = metadata.source
    let subject = Subject(
      probe: probe.kindName,
      model: source.modelName.isEmpty ? "a model" : source.modelName, tap: evaluation.tap,
      position: source.position.isEmpty ? "last token" : source.position, data: context.data,
      label: metadata.label)
    self.init(
      subject: subject,
      before: Outcome(
        evaluation.before, evaluation.reliabilityBefore,
        evaluation.rows.map(\.prediction.probability)))
    (part, overlap, samples) = (evaluation.part, evaluation.overlap, metadata.sizes)
    isTrainingData = evaluation.isTrainingData
    after = evaluation.after.map {
      Outcome(
        $0, evaluation.reliabilityAfter, evaluation.rows.map(\.prediction.calibrated))
    }
    recalibration = probe.recalibration
    sweep = metadata.sweep.map {
      SweepEntry(tap: $0.tap, validation: $0.validationAUROC, test: $0.testAUROC)
    }
    (penalty, roc, histogram) = (metadata.penalty, evaluation.roc, evaluation.histogram)
    baselines = evaluation.baselines.compactMap(Comparison.init)
    bestBaseline = evaluation.bestBaseline?.title
    items = evaluation.rows.map { row in
      let known = context.texts.indices.contains(row.row) ? context.texts[row.row] : nil
      return Item(row, known, isRecalibrated: evaluation.after != nil)
    }
    // The rule by which the tap was chosen stands among the settings and in the findings.
    notes = metadata.notes.filter { !$0.contains(LayerSweep.rule) }
    settings = metadata.settings(of: probe) + context.settings
    versions = context.versions.isEmpty ? source.versions : context.versions
    let model = NamedValue("Model", source.modelFingerprint)
    hashes =
      ([model] + source.files + context.hashes).filter { !$0.value.isEmpty }
    commands = context.commands
  }
}

extension Baseline.Kind {
  /// The name in figures and tables.
  var title: String { rawValue.split(separator: "-").joined(separator: " ") }
}

extension BaselineResult {
  /// What the baseline does, and for shuffled labels how far single shuffles stray.
  fileprivate var explanation: String {
    guard baseline.kind == .shuffledLabels, let spread else { return baseline.explanation }
    return "\(baseline.explanation) Of \(spread.text); permutation p "
      + NumberText.fixed(spread.pValue, decimals: 3) + "."
  }
}

extension ProbeReport.Comparison {
  fileprivate init?(_ result: BaselineResult) {
    guard let auroc = result.auroc else { return nil }
    self.init(
      name: result.baseline.kind.title, explanation: result.explanation, auroc: auroc,
      lead: result.lead[.auroc])
  }
}

extension ProbeReport.Outcome {
  /// Probabilities that have been evaluated are fit for a simulation, so it cannot fail here; if it
  /// did, the report would say that it is missing.
  fileprivate init(
    _ evaluation: BinaryEvaluation, _ reliability: ReliabilityCurve?, _ probabilities: [Double]
  ) {
    let settings = evaluation.settings
    self.init(
      evaluation: evaluation, reliability: reliability,
      chanceError: try? calibrationErrorFloor(
        probabilities: probabilities, binning: .equalWidth(settings.bins), seed: settings.seed))
  }
}

extension ProbeReport.Item {
  fileprivate init(
    _ row: EvaluatedRow, _ known: ProbeReport.ProbedText?, isRecalibrated: Bool
  ) {
    self.init(
      id: row.id, text: known?.text ?? "", group: row.group, token: known?.token,
      isPositive: row.label, probability: row.prediction.probability,
      recalibrated: isRecalibrated ? row.prediction.calibrated : nil)
  }
}

extension ProbeMetadata {
  /// What decided the probe, in reading order.
  fileprivate func settings(of probe: any CalibratedProbe) -> [NamedValue] {
    var settings = [
      NamedValue("Probe", "\(probe.kindName), \(probe.width) features"),
      NamedValue("Split", "\(split.rule), seed \(split.seed)"),
    ]
    if sweep.count > 1 { settings.append(NamedValue("Choice of the tap", LayerSweep.rule)) }
    if let penalty {
      settings.append(
        NamedValue("Penalty", "C = \(penalty.inverseRegularization), \(penalty.rule)"))
    }
    if let shrinkage {
      settings.append(NamedValue("Shrinkage", NumberText.fixed(shrinkage, decimals: 4)))
    }
    if let solver {
      let end = solver.converged ? "converged" : "stopped before its tolerance"
      settings.append(
        NamedValue(
          "Solver",
          "\(end) after \(solver.iterations) steps, gradient norm "
            + NumberText.scientific(solver.gradientNorm)))
    }
    settings.append(
      NamedValue(
        "Recalibration", "\(probe.recalibration.name), fitted on the validation part"))
    settings.append(NamedValue("Examples", "hash \(examplesHash)"))
    return settings
  }
}
