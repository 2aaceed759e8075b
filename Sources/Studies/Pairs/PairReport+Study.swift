import Calibration
import Charts
public import Probes
import Statistics

/// A report's blocks from what a study found.
extension PairReport {
  /// Adds a task: its counts, its predictors, and how it agrees with the truth.
  public mutating func add(_ task: PairStudy.Task, of study: PairStudy) {
    counts.append(LabelCounts(task))
    comparisons.append(Comparison(task))
    if let agreement = study.agreement(of: task) { agreements.append(agreement) }
  }

  /// Adds the heat maps of an atlas.
  public mutating func add(_ map: LabelAtlas) { atlas += map.heatMaps }

  /// Adds a predictor to the block of a task.
  public mutating func add(_ row: Comparison.Row, to title: String) {
    guard let place = comparisons.firstIndex(where: { $0.title == title }) else { return }
    comparisons[place].rows.append(row)
  }
}

extension PairReport.LabelCounts {
  /// Counts over all parts; the imbalance is the test part's.
  init(_ task: PairStudy.Task) {
    let reports = task.selection.reports
    func sum(_ number: Int, _ classes: (PartBalance) -> [Int]) -> Int {
      reports.reduce(0) { $0 + classes($1)[number] }
    }
    self.init(
      rule: task.title, inBand: task.selection.labelled.counts.inBand,
      epistemic: (sum(0, \.natural), sum(0, \.balanced)),
      aleatoric: (sum(1, \.natural), sum(1, \.balanced)),
      tokenImbalance: reports.last?.balancedVariation ?? .nan)
  }
}

extension PairReport.Comparison {
  init(_ task: PairStudy.Task) {
    let test = task.training.test
    var rows = [
      Row(
        name: "linear probe, \(test.tap)", auroc: test.final.auroc, accuracy: test.final.accuracy,
        isMain: true),
      Row(name: "the same without balancing", auroc: task.natural),
    ]
    rows += task.baselines.map { kind, judged in
      Row(
        name: kind == .smallEntropy ? "BET: small model's entropy" : kind.rawValue,
        auroc: judged.ranking.auroc, accuracy: judged.accuracy)
    }
    rows += test.baselines.filter { [.embedding, .randomDirection].contains($0.baseline.kind) }
      .compactMap { result in
        result.auroc.map {
          Row(
            name: result.baseline.kind == .embedding ? "initial embedding" : "random direction",
            auroc: $0, accuracy: result.metrics[.accuracy])
        }
      }
    self.init(
      title: task.title,
      explanation: "Fitted on train, tap and thresholds chosen on validation, judged on documents "
        + "that neither has seen; classes balanced by \(task.selection.options.balance.rawValue). "
        + "Without balancing, positions come back whose token stands in one class only, which the "
        + "fit has never seen.",
      rows: rows)
  }
}
