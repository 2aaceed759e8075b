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
      """
      <h3>\(test.title)</h3>
      \(scores(test).html)
      \(hints(test).html)

      """
    }
    return Page.Section(
      id: "iclt", title: "Without labels: what hints do", shortTitle: "ICLT",
      content: """
        <p>The model is shown the text with one of its own likely next tokens and then the text \
        again (separator: \(tests[0].layout)). Where it lacks knowledge it should believe a hint, \
        so that its entropy falls; where chance decides it should not. Entropies that fall as much \
        under hints that say nothing are no sign of knowledge: the lead is the AUROC of the minimum \
        entropy under own hints minus that under a control. Accuracies take the threshold of \
        validation positions, or, without labels, half of the entropy before.</p>
        \(blocks)
        """)
  }

  /// AUROC of every score under the model's own hints and under controls.
  private func scores(_ test: ICLTEvaluation) -> Table {
    let kinds = test.copyRates.map(\.hints)
    let scores: [ICLTScore?] = [nil] + ICLTScore.allCases
    let rows = scores.map { score -> [Table.Cell] in
      let own = test.rows.filter { $0.score == score }
      return [.text(score?.name ?? "entropy before any hint")]
        + kinds.map { kind in .estimate(own.first { $0.hints == kind }?.auroc) }
    }
    return Table(
      caption: "AUROC by what was shown",
      columns: [.text("Score")] + kinds.map { .number($0.name) },
      rows: rows)
  }

  /// How far hints of each kind were copied, and what the minimum entropy is worth under them.
  private func hints(_ test: ICLTEvaluation) -> Table {
    let rows = test.copyRates.map { kind, rate -> [Table.Cell] in
      let row = test.rows.first { $0.score == .minimumEntropy && $0.hints == kind }
      return [
        .text(kind.name), .number(rate.mean), .number(rate.aleatoricMean),
        .estimate(test.leads.first { $0.control == kind }?.auroc), .estimate(row?.accuracy),
        .estimate(row?.labelFreeAccuracy),
      ]
    }
    return Table(
      caption: "What was shown, how far it was copied, and the minimum entropy",
      columns: [
        .text("Shown"), .number("Hint's probability"), .number("Aleatoric only"),
        .number("Own hints' lead"), .number("Accuracy"), .number("Without labels"),
      ], rows: rows)
  }
}
