import Calibration
import Statistics

/// What an evaluation depends on besides probe and data.
public struct ProbeEvaluationOptions: Sendable {
  /// Which rows to judge. Nil for the test part when the examples are the very ones that the probe
  /// was trained from, and for all rows otherwise.
  public var part: EvaluationPart?
  /// Bootstrap resamples of every interval.
  public var resamples = 2000
  /// Decides the resamples.
  public var seed: UInt64 = 0
  /// The fingerprint of the model that the features come from; nil when it is not known. It is
  /// compared with the probe's own unless that was trained from features of no known model.
  public var modelFingerprint: String?
  /// Judge features of another model than the probe's all the same.
  public var allowsOtherModel = false

  /// The defaults.
  public init() {}
}

/// Judges a probe on labelled features: metrics before and after recalibration with intervals, and
/// every baseline on the same rows and the same resamples.
///
/// Parts of the training data are found again by the probe's own split rule. On other data all rows
/// are judged, and rows whose group took part in training are counted; where groups have the same
/// names, part `test` judges only those that nothing was chosen on.
/// - Throws: ``ProbesError`` for missing taps, other widths or models, features that are not finite,
///   rows of one class only; `CalibrationError` for settings out of range.
public func evaluateProbe(
  _ probe: any CalibratedProbe, features: any FeatureSource, labels: ProbeLabels,
  options: ProbeEvaluationOptions = ProbeEvaluationOptions(),
  monitor: ProbeMonitor = ProbeMonitor()
) throws -> ProbeEvaluation {
  guard labels.count == features.rows else {
    throw ProbesError.rowsDiffer(what: "labels", expected: features.rows, found: labels.count)
  }
  if let fingerprint = options.modelFingerprint, !options.allowsOtherModel {
    try probe.checkModel(fingerprint: fingerprint)
  }
  let isTrainingData = labels.examplesHash == probe.metadata.examplesHash
  let part = options.part ?? (isTrainingData ? .test : .all)
  let rows = try evaluatedRows(part, of: labels, split: probe.metadata.split)
  return try ProbeJudge(
    probe: probe, features: features, labels: labels, rows: rows, part: part,
    settings: EvaluationSettings(resamples: options.resamples, seed: options.seed),
    monitor: monitor
  ).judge()
}

private func evaluatedRows(
  _ part: EvaluationPart, of labels: ProbeLabels, split: GroupSplit
) throws -> [Int32] {
  let rows = (0..<Int32(labels.count)).map { $0 }
  let chosen =
    SplitPart(rawValue: part.rawValue).map { wanted in
      rows.filter { split.part(ofGroup: labels.groups[Int($0)]) == wanted }
    } ?? rows
  let positives = chosen.count { labels.labels[Int($0)] }
  guard positives > 0, positives < chosen.count else {
    throw ProbesError.unusablePart(
      part: part.rawValue, count: chosen.count, positives: positives,
      groups: Set(chosen.map { labels.groups[Int($0)] }).count)
  }
  return chosen
}
