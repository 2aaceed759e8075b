import Calibration
import Statistics

extension [Baseline] {
  /// The baseline with the highest AUROC on some rows, the validation part; earlier ones win ties.
  func best(
    on rows: [Int32], labels: ProbeLabels, features: any FeatureSource
  ) throws -> Baseline.Kind? {
    let truth = rows.map { labels.labels[Int($0)] }
    var best: (kind: Baseline.Kind, auroc: Double)?
    for baseline in self {
      let logits = try baseline.logits(rows: rows, labels: labels) { try features.layer($0) } ?? []
      let values = try logits.map {
        try evaluateRanking(
          scores: $0, labels: truth, settings: EvaluationSettings(resamples: 0)
        ).auroc.value
      }
      let mean = Sample.mean(values)
      if mean > best?.auroc ?? -1 { best = (baseline.kind, mean) }
    }
    return best?.kind
  }
}
