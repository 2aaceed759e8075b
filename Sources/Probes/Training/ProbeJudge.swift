import Calibration
import Statistics

/// Judges a probe and its baselines on some rows.
struct ProbeJudge {
  let probe: any CalibratedProbe
  let features: any FeatureSource
  let labels: ProbeLabels
  let rows: [Int32]
  let part: EvaluationPart
  let settings: EvaluationSettings
  let monitor: ProbeMonitor

  func judge() throws -> ProbeEvaluation {
    let layer = try features.layer(probe.tap)
    let predictions = try probe.predict(layer, rows: rows)
    let truth = rows.map { labels.labels[Int($0)] }
    let numbers = labels.groupNumbers
    let clusters = rows.map { numbers[Int($0)] }
    let plain = predictions.map(\.probability)
    let final = predictions.map(\.calibrated)
    let isRecalibrated = probe.recalibration != .identity
    let before = try evaluate(
      probabilities: plain, labels: truth, clusters: clusters, settings: settings)
    let after =
      isRecalibrated
      ? try evaluate(probabilities: final, labels: truth, clusters: clusters, settings: settings)
      : nil
    return ProbeEvaluation(
      tap: probe.tap, part: part,
      isTrainingData: labels.examplesHash == probe.metadata.examplesHash,
      size: EvaluationSize(
        count: rows.count, positives: truth.count { $0 }, groups: Set(clusters).count),
      before: before, after: after, reliabilityBefore: try reliability(plain, truth),
      reliabilityAfter: isRecalibrated ? try reliability(final, truth) : nil,
      roc: try rocCurve(scores: predictions.map(\.logit), labels: truth),
      histogram: ScoreHistogram(probabilities: final, labels: truth),
      baselines: try baselines(layer, final: final, truth: truth, clusters: clusters),
      bestBaseline: probe.metadata.bestBaseline,
      rows: zip(rows, predictions).map { row, prediction in
        EvaluatedRow(
          row: Int(row), id: labels.ids[Int(row)], group: labels.groups[Int(row)],
          label: labels.labels[Int(row)], prediction: prediction)
      },
      overlap: overlap())
  }

  private func reliability(_ probabilities: [Double], _ truth: [Bool]) throws -> ReliabilityCurve {
    try reliabilityCurve(
      probabilities: probabilities, labels: truth, binning: .equalMass(10),
      resamples: min(settings.resamples, 1000), seed: settings.seed, level: settings.level)
  }

  private func baselines(
    _ layer: LayerFeatures, final: [Double], truth: [Bool], clusters: [Int]
  ) throws -> [BaselineResult] {
    var results: [BaselineResult] = []
    for (index, baseline) in probe.baselines.enumerated() {
      try monitor.check()
      let logits = try baseline.logits(rows: rows, labels: labels) { tap in
        if tap == layer.tap { return layer }
        return features.taps.contains(tap) ? try features.layer(tap) : nil
      }
      if let logits {
        // The ends of many intervals are averaged, so each needs fewer resamples.
        var settings = settings
        if logits.count > 10 { settings.resamples = min(settings.resamples, 200) }
        let comparisons = try logits.map {
          try compare(
            probabilities: final, baseline: $0.map(probability(ofLogit:)), labels: truth,
            clusters: clusters,
            settings: settings)
        }
        results.append(BaselineResult(baseline, comparisons))
      }
      monitor.progress(
        ProbeProgress(
          stage: .baselines, completed: index + 1, total: probe.baselines.count,
          detail: baseline.kind.rawValue))
    }
    return results
  }

  /// Which rows' groups were seen in training; not known when the rows' groups are only row numbers.
  private func overlap() -> GroupOverlap? {
    guard labels.definition.groupColumn != nil, probe.metadata.label.groupColumn != nil else {
      return nil
    }
    let hashes = rows.map { StableHash.of(labels.groups[Int($0)]) }
    func seen(_ groups: [UInt64]) -> (rows: Int, groups: Int) {
      let known = Set(groups)
      let hits = hashes.filter { known.contains($0) }
      return (hits.count, Set(hits).count)
    }
    let (training, validation) = (
      seen(probe.seenGroups.training), seen(probe.seenGroups.validation)
    )
    return GroupOverlap(
      trainingRows: training.rows, trainingGroups: training.groups,
      validationRows: validation.rows, validationGroups: validation.groups)
  }
}

extension BaselineResult {
  /// The mean of several comparisons, value by value and interval end by interval end.
  init(_ baseline: Baseline, _ comparisons: [PairedComparison]) {
    var metrics: [BinaryMetric: Estimate] = [:]
    var lead: [BinaryMetric: Estimate] = [:]
    for metric in comparisons.first?.second.metrics ?? [] {
      metrics[metric] = .mean(of: comparisons.map { $0.second[metric] })
      lead[metric] = .mean(of: comparisons.compactMap { $0.differences[metric] })
    }
    let spread = ModelSpread(
      comparisons.map(\.second.auroc.value), beside: comparisons.first?.first.auroc.value ?? .nan)
    self.init(baseline: baseline, metrics: metrics, lead: lead, spread: spread)
  }
}
