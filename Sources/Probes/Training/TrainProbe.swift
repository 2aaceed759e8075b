public import Calibration
import LanguageModels
import Statistics

/// Everything that came out of a training.
public struct ProbeTraining: Sendable {
  /// The probe, ready for use and for a file.
  public let probe: TrainedProbe
  /// The parts' sizes: train, validation, test.
  public let sizes: [PartSize]
  /// Every tap that was tried, and the winner.
  public let sweep: LayerSweep
  /// The probe on the validation part, before recalibration.
  public let validation: BinaryEvaluation
  /// The probe and its baselines on the test part.
  public let test: ProbeEvaluation
  /// What is worth a second look, in sentences.
  public let notes: [String]
}

/// Trains a probe from labelled features: split by group, fit at every tap, choose the tap on
/// validation, recalibrate on validation, fit the baselines, judge all of it on test.
///
/// The result depends on features, labels and options alone, not on the number of threads.
/// - Parameters:
///   - features: one row an example.
///   - labels: one label a row.
///   - options: kind of probe, taps, penalty, split, recalibration, intervals.
///   - source: where both come from; kept in the probe.
///   - monitor: hears of every step and may stop the training.
/// - Throws: ``ProbesError`` for features and labels that do not fit together, features that are not
///   finite, parts without both classes, options out of range, and when it was cancelled.
public func trainProbe(
  features: any FeatureSource, labels: ProbeLabels, options: ProbeOptions = ProbeOptions(),
  source: ProbeSource = ProbeSource(), monitor: ProbeMonitor = ProbeMonitor()
) throws -> ProbeTraining {
  try options.check()
  guard labels.count == features.rows else {
    throw ProbesError.rowsDiffer(what: "labels", expected: features.rows, found: labels.count)
  }
  let taps = options.taps ?? features.taps
  for tap in taps where !features.taps.contains(tap) {
    throw ProbesError.missingTap(name: tap, available: features.taps)
  }
  let rule = try GroupSplit(fractions: options.fractions, seed: options.seed)
  let split = try rule.split(labels)
  let fits = try TapFits.fit(
    features, taps: taps, labels: labels, split: split, options: options, monitor: monitor)
  let work = TrainingWork(
    features: features, labels: labels, options: options, monitor: monitor, split: split,
    rule: rule, source: source)
  let sweep = try work.judge(fits)
  return try work.finish(fits, sweep)
}

/// What happens once every tap is fitted.
private struct TrainingWork {
  let features: any FeatureSource
  let labels: ProbeLabels
  let options: ProbeOptions
  let monitor: ProbeMonitor
  let split: SplitRows
  let rule: GroupSplit
  let source: ProbeSource

  func judge(_ fits: [TapFit]) throws -> LayerSweep {
    let numbers = labels.groupNumbers
    func judge(_ logits: [Double], _ part: SplitPart) throws -> BinaryEvaluation {
      let rows = split[part]
      return try evaluate(
        probabilities: logits.map(probability(ofLogit:)),
        labels: rows.map { labels.labels[Int($0)] },
        clusters: rows.map { numbers[Int($0)] }, settings: options.evaluationSettings)
    }
    var rows: [SweepRow] = []
    for fit in fits {
      try monitor.check()
      rows.append(
        SweepRow(
          tap: fit.probe.tap, penalty: fit.penalty, report: fit.report, shrinkage: fit.shrinkage,
          validation: try judge(fit.validation, .validation), test: try judge(fit.test, .test)))
      monitor.progress(
        ProbeProgress(
          stage: .judging, completed: rows.count, total: fits.count, detail: fit.probe.tap))
    }
    return LayerSweep(rows: rows)
  }

  func finish(_ fits: [TapFit], _ sweep: LayerSweep) throws -> ProbeTraining {
    let chosen = fits[sweep.chosen]
    let truth = split[.validation].map { labels.labels[Int($0)] }
    let recalibration = try Recalibration.fit(
      options.recalibration, logits: chosen.validation, labels: truth)
    let baselines = try BaselineFits(
      labels: labels, split: split, options: options, monitor: monitor
    ).fit(
      chosen, features: features.layer(chosen.probe.tap), embedding: try embedding(fits))
    let notes = TrainingNotes(
      fit: chosen, sweep: sweep, recalibration: recalibration, labels: labels, baselines: baselines
    ).sentences
    var probe = TrainedProbe(
      probe: chosen.probe, recalibration: recalibration, baselines: baselines,
      seenGroups: SeenGroups(split, of: labels),
      metadata: ProbeMetadata(
        label: labels.definition, examplesHash: labels.examplesHash, split: rule,
        sizes: split.sizes, source: source, penalty: chosen.penalty, solver: chosen.report,
        shrinkage: chosen.shrinkage, sweep: sweep.rows.map(SweepSummary.init), testBefore: [:],
        testAfter: [:],
        bestBaseline: try baselines.best(
          on: split[.validation], labels: labels, features: features),
        notes: notes))
    let test = try ProbeJudge(
      probe: probe, features: features, labels: labels, rows: split[.test], part: .test,
      settings: options.evaluationSettings, monitor: monitor
    ).judge()
    probe.metadata.testBefore = test.before.named
    probe.metadata.testAfter = test.after?.named ?? [:]
    return ProbeTraining(
      probe: probe, sizes: split.sizes, sweep: sweep, validation: sweep.winner.validation,
      test: test, notes: notes)
  }

  /// The fit at the embedding: the sweep's own, or one made for the comparison.
  private func embedding(_ fits: [TapFit]) throws -> TapFit? {
    let tap = Tap.embedding.name
    if let fit = fits.first(where: { $0.probe.tap == tap }) { return fit }
    guard features.taps.contains(tap) else { return nil }
    return try TapFit(
      features.layer(tap), labels: labels, split: split, options: options,
      monitor: monitor)
  }
}

extension BinaryEvaluation {
  /// Every metric by its name.
  var named: [String: Estimate] {
    Dictionary(metrics.map { ($0.rawValue, self[$0]) }) { first, _ in first }
  }
}
