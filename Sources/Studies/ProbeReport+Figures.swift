import Calibration
import Charts
import Probes
import Statistics

/// The figures of a report, from its plain values.
extension ProbeReport {
  var sweepFigure: LayerSweepFigure? {
    guard !sweep.isEmpty else { return nil }
    var series = [
      LayerSweepFigure.Series(name: "validation", values: sweep.map(\.validation.measured))
    ]
    if sweep.contains(where: { $0.test != nil }) {
      let values = sweep.map { $0.test?.measured ?? Measured(.nan) }
      series.append(LayerSweepFigure.Series(name: "test", values: values))
    }
    let level = sweep.first?.validation.levelText ?? ""
    return LayerSweepFigure(
      title: "Layer sweep", metric: "AUROC (higher is better)", taps: sweep.map(\.tap),
      series: series, winner: sweep.firstIndex { $0.tap == subject.tap }, chance: 0.5,
      intervalName: "\(level) interval")
  }

  func reliabilityFigure(_ title: String, _ curve: ReliabilityCurve) -> ReliabilityFigure {
    ReliabilityFigure(title: title, curve, positive: subject.positive)
  }

  var penaltyFigure: PenaltyFigure? {
    guard let penalty, penalty.candidates.count > 1 else { return nil }
    return PenaltyFigure(
      title: "Choice of the penalty",
      candidates: penalty.candidates.map {
        PenaltyFigure.Candidate(
          parameter: $0.inverseRegularization,
          loss: Measured(
            $0.loss, low: $0.loss - $0.standardError, high: $0.loss + $0.standardError))
      }, chosen: penalty.inverseRegularization,
      parameterTitle: "C (smaller is a stronger penalty)",
      lossTitle: "held-out loss in nats (lower is better)")
  }

  var rocFigure: ROCFigure? {
    guard let roc else { return nil }
    return ROCFigure(
      title: "ROC curve",
      curves: [ROCFigure.Curve(name: "probe, AUROC", roc, auroc: before.evaluation.auroc)])
  }

  var scoreFigure: ScoreHistogramFigure? {
    guard let histogram else { return nil }
    let kind = after == nil ? "" : "recalibrated "
    return ScoreHistogramFigure(
      title: "Scores by class", edges: histogram.edges, positiveName: subject.positive,
      positiveCounts: histogram.positives, negativeName: subject.negative,
      negativeCounts: histogram.negatives,
      axisTitle: "\(kind)probability of \(subject.positive)",
      threshold: final.evaluation.settings.threshold)
  }

  var baselineFigure: ForestFigure? {
    guard !baselines.isEmpty else { return nil }
    let probe = ForestFigure.Row(
      label: "probe (\(subject.tap))", value: final.evaluation.auroc.measured, isMain: true)
    let rows = baselines.map { ForestFigure.Row(label: $0.name, value: $0.auroc.measured) }
    return ForestFigure(
      title: "Probe and baselines", metric: "AUROC (higher is better)", rows: [probe] + rows,
      reference: 0.5)
  }
}
