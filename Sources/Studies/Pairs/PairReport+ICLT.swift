import Charts
public import Probes
import Statistics

/// The In-Context Learning Test in the report of a pair.
extension PairReport {
  /// Adds a task's test: its rows beside the other predictors, the rest in a section of its own.
  public mutating func add(_ test: ICLTEvaluation) {
    tests.append(test)
    let own: [ICLTScore?] = [.minimumEntropy, .weightedEntropy, .fullMutualInformation]
    for row in test.rows
    where row.score != nil && (row.hints == .own ? own : [.minimumEntropy]).contains(row.score) {
      add(
        Comparison.Row(name: "ICLT, \(row.name)", auroc: row.auroc, accuracy: row.accuracy),
        to: test.title)
    }
    if let warning = test.warning { notes.append("\(test.title): \(warning)") }
  }

  var testSection: Page.Section? {
    guard !tests.isEmpty else { return nil }
    let blocks = tests.map { test -> HTML in
      let rows = test.rows.map { row -> [Table.Cell] in
        [
          .text(row.name), .estimate(row.auroc), .estimate(row.lead), .estimate(row.accuracy),
          .estimate(row.labelFreeAccuracy), .count(row.auroc.count), .count(row.auroc.clusters),
        ]
      }
      let table = Table(
        caption: test.title,
        columns: [
          .text("Score"), .number("AUROC"), .number("minus entropy before"),
          .number("Accuracy, threshold of validation"), .number("Accuracy, no labels"),
          .number("Positions"), .number("Documents"),
        ], rows: rows, isCaptionHidden: true)
      return """
        <h3>\(test.title)</h3>
        \(copying(test))\(leads(test))
        \(table.html)

        """
    }
    return Page.Section(
      id: "iclt", title: "Without labels: what hints do", shortTitle: "ICLT",
      content: """
        <p>The model is shown the text with one of its own likely next tokens and then the text \
        again (separator: \(tests[0].layout)). Where it lacks knowledge it should believe a hint, \
        so that its entropy falls; where chance decides it should not. Entropies that fall as much \
        under hints that say nothing are no sign of knowledge.</p>
        \(blocks)
        """)
  }

  private func copying(_ test: ICLTEvaluation) -> HTML {
    let parts = test.copyRates.map { hints, rate -> String in
      let all = NumberText.fixed(rate.mean, decimals: 3)
      guard rate.aleatoricItems > 0 else { return "\(hints.name) \(all)" }
      return "\(hints.name) \(all) (\(NumberText.fixed(rate.aleatoricMean, decimals: 3)) at "
        + "aleatoric positions)"
    }
    let warning = test.warning.map { sentence -> HTML in "<p class=\"note\">\(sentence)</p>" } ?? ""
    return
      "<p>Probability of the hinted token after a hint: \(parts.joined(separator: "; ")).</p>\(warning)"
  }

  private func leads(_ test: ICLTEvaluation) -> HTML {
    let parts = test.leads.map { control, lead in
      "\(control.name) \(lead.valueText) \(lead.intervalText)"
    }
    guard !parts.isEmpty else { return "" }
    return "<p>AUROC of the minimum entropy minus its AUROC under controls: "
      + "\(parts.joined(separator: "; ")).</p>"
  }
}
