import Calibration
public import Statistics

/// A head of two classes and how it did.
public struct HeadTraining: Sendable {
  /// The head, ready for use and for a file.
  public let probe: HeadProbe
  /// The head on the test part, beside its baselines and the linear probe.
  public let test: ProbeEvaluation
  /// The same head trained on shuffled labels for as many steps as this one was: mean AUROC of some
  /// shuffles on the test part.
  public let shuffled: Estimate
  /// How far apart those shuffles are.
  public let shuffledSpread: ModelSpread?

  /// What it is and what it reads: `MLP 2048, final_norm`.
  public var title: String { "\(probe.kindName), \(probe.tap)" }
}

/// Trains a head of two classes beside a linear probe: on the same split of the same examples, judged
/// on the same test part against the same baselines, and against the linear probe itself.
///
/// Weights are those of the lowest validation loss; recalibration is fitted on validation.
/// - Parameters:
///   - inputs: what the head reads.
///   - features: one row an example, with these inputs.
///   - labels: one label a row.
///   - linear: the training of the linear probe with these features, labels and options.
///   - options: how the head is built and trained; two classes.
///   - settings: the recalibration, and seed and resamples of the intervals.
///   - monitor: hears of every validation and may stop the training.
/// - Throws: what ``trainHead(_:validation:options:start:checked:)`` throws,
///   ``ProbesError/badOption(_:)`` for losses without classes, ``ProbesError/cancelled``.
public func trainHeadProbe(
  _ inputs: HeadInputs, features: any FeatureSource, labels: ProbeLabels,
  beside linear: ProbeTraining,
  head options: HeadOptions, settings: ProbeOptions = ProbeOptions(),
  monitor: ProbeMonitor = ProbeMonitor()
) throws -> HeadTraining {
  guard options.loss.isClassification, options.classes == 2 else {
    throw ProbesError.badOption(
      "A head that tells two classes apart is trained by cross-entropy; \(options.loss.rawValue) is "
        + "for regressions.")
  }
  let split = try linear.probe.metadata.split.split(labels)
  let layer = try features.layer(inputs.name)
  func examples(_ part: SplitPart) throws -> HeadExamples {
    let rows = split[part]
    return try HeadExamples(
      layer, rows: rows, targets: .values(rows.map { labels.labels[Int($0)] ? 1 : 0 }))
  }
  let validation = try examples(.validation)
  let head = try trainHead(examples(.train), validation: validation, options: options) { check in
    try monitor.advance(
      .fitting, check.step, of: options.steps(examples: split[.train].count), options.name)
  }
  let recalibration = try Recalibration.fit(
    settings.recalibration, logits: head.scores(of: layer, rows: validation.rows),
    labels: validation.rows.map { labels.labels[Int($0)] })
  let baselines =
    linear.probe.baselines + [Baseline(.linear, .probes([linear.probe.probe]))]
  var metadata = linear.probe.metadata
  (metadata.penalty, metadata.solver, metadata.shrinkage, metadata.sweep) = (nil, nil, nil, [])
  (metadata.testBefore, metadata.testAfter, metadata.notes) = ([:], [:], [])
  metadata.bestBaseline = try baselines.best(
    on: split[.validation], labels: labels, features: features)
  var probe = HeadProbe(
    head: head, recalibration: recalibration, baselines: baselines,
    seenGroups: linear.probe.seenGroups, metadata: metadata)
  let test = try ProbeJudge(
    probe: probe, features: features, labels: labels, rows: split[.test], part: .test,
    settings: settings.evaluationSettings, monitor: monitor
  ).judge()
  probe.metadata.testBefore = test.before.named
  probe.metadata.testAfter = test.after?.named ?? [:]
  let shuffled = try ShuffledHeads(
    of: head, on: examples(.train), judgedOn: split[.test], labels: labels, settings: settings,
    monitor: monitor)
  return HeadTraining(
    probe: probe, test: test, shuffled: shuffled.auroc,
    shuffledSpread: ModelSpread(
      shuffled.each.map(\.value), beside: test.final.auroc.value))
}
