import Charts
import Probes
import Statistics

extension PairReport: Report {
  /// The report as one HTML page that needs no other file; light and dark, wide and narrow.
  public var page: Page {
    let sections = [
      comparisonSection, patternSection, regressionSection, testSection, truthSection,
      labelSection, atlasSection, passageSection, methodSection,
      definitionSection,
    ]
    return Page(
      title: headline, kicker: "Knowable or unknowable", opening: opening,
      sections: sections.compactMap { $0 },
      data: data
    )
  }

  private var mainRow: (comparison: Comparison, row: Comparison.Row)? {
    for comparison in comparisons {
      if let row = comparison.rows.first(where: \.isMain) { return (comparison, row) }
    }
    return nil
  }

  private var headline: String {
    guard let (_, row) = mainRow, row.auroc.value.isFinite else {
      return "What \(subject.small) does not know, and what nobody could, in \(subject.data)"
    }
    let verb = row.auroc.low > 0.5 ? "tell" : "are not shown to tell"
    return """
      The hidden states of \(subject.small) \(verb) what it does not know from what nobody could \
      in \(subject.data): AUROC \(row.auroc.valueText)
      """
  }

  private var opening: HTML {
    return """
      <p class="lede">\(subject.small) is the model whose uncertainty is explained; \
      \(subject.large) stands in for someone who knows more. Aleatoric is the positive class \
      everywhere: 0.5 is guessing, 1 tells chance from ignorance at every pair of positions.</p>
      \(HTML.findings(findings, notes: allNotes))
      """
  }

  /// For each task: whether the best of ours beats guessing and the strongest baseline.
  private var findings: [Finding] {
    comparisons.flatMap { comparison -> [Finding] in
      guard let best = comparison.rows.first(where: \.isMain), best.auroc.value.isFinite else {
        return []
      }
      let rivals = comparison.rows.filter {
        !$0.isMain && $0.name != Comparison.Row.unbalanced && $0.auroc.value.isFinite
      }
      let rival = rivals.max {
        abs($0.auroc.value - 0.5) < abs($1.auroc.value - 0.5)
      }
      let wins = best.auroc.low > 0.5
      var reason = "The \(best.auroc.levelText) interval is \(best.auroc.intervalText)"
      if let rival {
        reason += "; the strongest baseline, \(rival.name), reaches \(rival.auroc.valueText)"
        if rival.auroc.value < 0.5 { reason += " (reversed)" }
        if let lead = rival.probeLead, lead.hasInterval {
          reason += ", the lead over it is \(lead.valueText) (\(lead.intervalText))"
        }
      }
      return [
        Finding(
          verdict: wins ? .good : .bad,
          claim: "\(comparison.title): \(best.name) has AUROC \(best.auroc.valueText).",
          reason: reason + ".")
      ]
    }
  }

  private var comparisonSection: Page.Section? {
    guard !comparisons.isEmpty else { return nil }
    let blocks = comparisons.map { comparison -> HTML in
      let figure = ForestFigure(
        title: comparison.title, metric: "AUROC, aleatoric above epistemic",
        rows: comparison.rows.map {
          .init(label: $0.name, value: $0.auroc.measured, isMain: $0.isMain)
        }, reference: 0.5)
      let rows = comparison.rows.map { row -> [Table.Cell] in
        [
          .text(row.title), .estimate(row.auroc), .estimate(row.probeLead),
          .estimate(row.accuracy), .number(row.inSampleAccuracy ?? .nan), .count(row.auroc.count),
          .count(row.auroc.clusters),
        ]
      }
      let table = Table(
        caption: comparison.title,
        columns: [
          .text("Predictor"), .number("AUROC"), .number("The linear probe's lead"),
          .number("Accuracy"),
          .number("Accuracy, best cut of the test part"), .number("Positions"),
          .number("Documents"),
        ], rows: rows, isCaptionHidden: true)
      return """
        <h3>\(comparison.title)</h3>
        <p>\(comparison.explanation)</p>
        \(HTML.figure(figure, width: 720))
        <details><summary>The numbers</summary>\(table.html)</details>

        """
    }
    return Page.Section(
      id: "predictors", title: "Who can tell ignorance from chance", shortTitle: "Predictors",
      content: "\(blocks)")
  }

  /// Tasks that could not be judged, among what is worth a second look.
  private var allNotes: [String] {
    notes + leftOut.map { "No result for \($0.task): \($0.reason)" }
  }

  private var passageSection: Page.Section? {
    guard !passages.isEmpty else { return nil }
    let texts = passages.map { passage -> HTML in
      "<h3>\(passage.id)</h3>\n\(AnnotatedText.html(passage.tokens))"
    }
    return Page.Section(
      id: "texts", title: "Token by token", shortTitle: "Texts",
      content: """
        <p>Each token is coloured by what the model's state said before reading it; the numbers \
        show on hover.</p>
        \(AnnotatedText.legend(passages.flatMap(\.tokens)))\(texts)
        """)
  }

  private var atlasSection: Page.Section? {
    guard !atlas.isEmpty else { return nil }
    return Page.Section(
      id: "atlas", title: "Where a conclusion breaks", shortTitle: "Atlas",
      content: """
        <p>The same scores under other label rules. A result that holds only in one cell is a \
        result about that rule; dashed cells have too few positions of one class to be read.</p>
        \(atlas.map { HTML.figure($0, width: 900, heading: $0.title) })
        """)
  }

  private var methodSection: Page.Section {
    .method(settings: settings, versions: versions, hashes: hashes, commands: commands)
  }
}

extension PairReport.Comparison.Row {
  /// The name, for a mean of several models with their range.
  public var title: String { spread.map { "\(name) (\($0.text))" } ?? name }
}
