import Calibration
import Charts
public import Probes
import Statistics

/// A report's blocks from what a study found.
extension PairReport {
  /// Adds a task: its counts, its predictors, and how it agrees with the truth.
  public mutating func add(_ task: PairStudy.Task, of study: PairStudy) throws {
    counts.append(LabelCounts(task))
    comparisons.append(try Comparison(task))
    if let agreement = study.agreement(of: task) { agreements.append(agreement) }
  }

  /// Adds the heat maps of an atlas.
  public mutating func add(_ map: LabelAtlas) { atlas += map.heatMaps }

  /// Adds a head to the block of a task, below the linear probe, and below that one's shuffled labels
  /// its own.
  public mutating func add(_ head: HeadTraining, to title: String) {
    insert(.init(head), in: title) { $0.isMain }
    insert(.init(shuffled: head), in: title) {
      $0.name.hasSuffix(Baseline.Kind.shuffledLabels.title)
    }
  }

  /// Adds an entropy threshold of another model to the block of a task, below the small model's own.
  public mutating func add(
    _ judged: JudgedScores, named name: String, to task: PairStudy.Task
  ) throws {
    var row = try Comparison.Row(name, judged, beside: task)
    let threshold = task.baselines.first { $0.kind == .smallEntropy }?.judged
    row.thresholdLead = try threshold.map { try judged.lead(over: $0) }
    insert(row, in: task.title) { $0.isMain || $0.name.hasPrefix("BET") }
  }

  /// Puts a row behind the last one of a kind.
  private mutating func insert(
    _ row: Comparison.Row, in title: String, behind isLike: (Comparison.Row) -> Bool
  ) {
    guard let block = comparisons.firstIndex(where: { $0.title == title }) else { return }
    let place = comparisons[block].rows.lastIndex(where: isLike).map { $0 + 1 } ?? 0
    comparisons[block].rows.insert(row, at: place)
  }

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
  init(_ task: PairStudy.Task) throws {
    let test = task.training.test
    var rows = [
      Row(
        name: "linear probe, \(test.tap)", auroc: test.final.auroc, accuracy: test.final.accuracy,
        isMain: true),
      Row(name: Row.unbalanced, auroc: task.natural),
    ]
    rows += try task.baselines.map { kind, judged in
      var row = try Row(kind.title, judged, beside: task)
      if kind != .smallEntropy { row.inSampleAccuracy = nil }
      return row
    }
    rows += [.embedding, .randomDirection, .shuffledLabels].compactMap {
      (kind: Baseline.Kind) -> Row? in
      guard let result = test.baselines.first(where: { $0.baseline.kind == kind }),
        let auroc = result.auroc
      else { return nil }
      return Row(
        name: kind == .embedding ? "initial embedding" : kind.title, auroc: auroc,
        accuracy: result.metrics[.accuracy], probeLead: result.lead[.auroc],
        spread: kind == .shuffledLabels ? result.spread : nil)
    }
    self.init(
      title: task.title,
      explanation: "Fitted on train, tap and thresholds chosen on validation, judged on documents "
        + "that neither has seen; classes balanced by \(task.selection.options.balance.rawValue). "
        + "Without balancing, positions come back whose token stands in one class only, which the "
        + "fit has never seen. Shuffled labels are the mean of many fits to shuffled training labels, "
        + "whose own range shows what a single one may reach by chance.",
      rows: rows)
  }
}

extension PairReport.Comparison.Row {
  /// The row of an entropy threshold, with the paper's in-sample accuracy beside the honest one.
  init(_ name: String, _ judged: JudgedScores, beside task: PairStudy.Task) throws {
    self.init(
      name: name, auroc: judged.ranking.auroc, accuracy: judged.accuracy,
      inSampleAccuracy: judged.inSampleAccuracy,
      probeLead: try task.judgedProbe.lead(over: judged))
  }
}

extension PositionBaseline.Kind {
  /// The name in tables.
  var title: String {
    switch self {
    case .smallEntropy: "BET: small model's entropy"
    case .tokenIdentity: "token id"
    case .position: "position in the document"
    case .documentLength: "length of the document"
    }
  }
}
