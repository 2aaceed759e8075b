import Statistics
import Studies

/// The report of a pair as tables for a terminal.
struct PairText {
  private let report: PairReport

  init(_ report: PairReport) { self.report = report }

  var text: String {
    var text = report.notes.map { $0 + "\n" }.joined()
    text += report.leftOut.map { "No result for \($0.task): \($0.reason)\n" }.joined()
    for comparison in report.comparisons {
      text += "\n\(comparison.title)\n\(table(comparison).text)"
    }
    if !report.comparisons.isEmpty {
      text += "Accuracies use a cut chosen on validation; \"best cut\" is the best one of the very "
      text += "positions that are judged, as the paper reports it.\n"
    }
    for regression in report.regressions {
      text += "\n\(regression.title)\n\(table(regression).text)"
    }
    if !report.pattern.isEmpty { text += "\nThe paper's pattern:\n" }
    for finding in report.pattern {
      text += "- \(finding.claim.dropLast()): \(finding.outcome.rawValue). "
      text += (finding.task.map { "\($0): " } ?? "") + finding.reason + "\n"
    }
    if !report.excesses.isEmpty { text += "\n\(excesses.text)" }
    for agreement in report.agreements {
      text += "\n\(agreement.rule): epistemic in truth \(agreement.epistemic.shown), "
      text += "aleatoric in truth \(agreement.aleatoric.shown)\n"
    }
    return text
  }

  private func table(_ comparison: PairReport.Comparison) -> TextTable {
    var table = TextTable([
      ("predictor", .left), ("AUROC", .left), ("linear probe's lead", .left), ("accuracy", .left),
      ("best cut", .right), ("n", .right),
    ])
    for row in comparison.rows {
      table.add([
        row.title, row.auroc.shown, row.probeLead?.shown ?? "-", row.accuracy?.shown ?? "-",
        row.inSampleAccuracy.map { Decimals.text($0, 4) } ?? "-", String(row.auroc.count),
      ])
    }
    return table
  }

  private var excesses: TextTable {
    var table = TextTable([
      ("cross-entropy above the exact entropy, nats", .left), ("exact entropy", .left),
      (report.subject.small, .left), (report.subject.large, .left), ("n", .right),
    ])
    for row in report.excesses {
      table.add([
        row.positions, row.exact.shown, row.small.shown, row.large.shown, String(row.exact.count),
      ])
    }
    return table
  }

  private func table(_ regression: PairReport.Regression) -> TextTable {
    var table = TextTable([
      ("predictor", .left), ("R²", .left), ("mean squared error", .left), ("Spearman", .left),
      ("n", .right),
    ])
    for row in regression.rows {
      table.add([
        row.name, row.rSquared.shown, row.meanSquaredError.shown, row.spearman.shown,
        String(row.rSquared.count),
      ])
    }
    return table
  }
}
