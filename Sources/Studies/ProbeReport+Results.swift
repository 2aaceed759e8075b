import Calibration
import Charts
import Probes
import Statistics

/// The sections that show how well the probe does.
extension ProbeReport {
  var sweepSection: Page.Section? {
    guard let figure = sweepFigure else { return nil }
    let rows = sweep.map { entry -> [Table.Cell] in
      let mark: HTML = entry.tap == subject.tap ? " <strong>chosen</strong>" : .empty
      return [
        Table.Cell("\(entry.tap)\(mark)"), .estimate(entry.validation), .estimate(entry.test),
      ]
    }
    let table = Table(
      caption: "AUROC at every tap",
      columns: [.text("Tap"), .number("Validation"), .number("Test")], rows: rows)
    // The sweep belongs to the training; a report on other data must not pass it off as its own.
    let origin =
      isTrainingData ? "" : "These are values of the training data, not of \(subject.data). "
    let caption: HTML = """
      \(origin)embedding is what enters the first block, block.N the output of the N-th block \
      before any final norm. The tap was chosen on the validation part alone.
      """
    return Page.Section(
      id: "layers", title: "Where in the model it can be read", shortTitle: "Layers",
      content: HTML.figure(figure, width: 950, caption: caption)
        + """
        <details><summary>All \(sweep.count) taps as a table</summary>
        \(table.html)</details>

        """)
  }

  var calibrationSection: Page.Section? {
    guard let curve = before.reliability else { return nil }
    var figures = HTML.figure(
      reliabilityFigure("Reliability as fitted", curve), width: 455,
      heading: after == nil ? "As fitted" : "Before recalibration",
      caption: "\(Self.errorsText(before))")
    if let after, let curve = after.reliability {
      figures =
        figures
        + HTML.figure(
          reliabilityFigure("Reliability after recalibration", curve), width: 455,
          heading: "After \(recalibration.name)",
          caption: "\(Self.errorsText(after)) \(recalibration.fittedText)")
    }
    return Page.Section(
      id: "calibration", title: "Whether its probabilities can be taken at their word",
      shortTitle: "Calibration",
      content: """
        <p>Of the items that a calibrated probe gives 0.8, 80 % are \(subject.positive). Grey \
        boxes show where the observed share of a bin would fall if the probabilities were right; \
        points outside are evidence that they are not.</p>
        <div class="pair">
        \(figures)</div>

        """)
  }

  private static func errorsText(_ outcome: Outcome) -> String {
    let evaluation = outcome.evaluation
    let chance = outcome.chanceError.map {
      ", by chance alone \(NumberText.fixed($0.mean, decimals: 3))"
    }
    return
      "ECE \(evaluation.equalWidthECE.measured.text())\(chance ?? ""); with bins of equal mass "
      + "\(evaluation.equalMassECE.measured.text())."
  }

  var discriminationSection: Page.Section? {
    var figures: [HTML] = []
    if let roc = rocFigure {
      figures.append(
        .figure(
          roc, width: 455, heading: "ROC curve",
          caption: "Over all thresholds; equal scores are passed in one step."))
    }
    if let scores = scoreFigure {
      let threshold = NumberText.fixed(scores.threshold ?? 0.5, decimals: 1)
      figures.append(
        .figure(
          scores, width: 455, heading: "Scores by class",
          caption: """
            Errors at the threshold of \(threshold): \(subject.positive) to its left, \
            \(subject.negative) to its right.
            """))
    }
    guard !figures.isEmpty else { return nil }
    return Page.Section(
      id: "discrimination", title: "How well it separates the classes",
      shortTitle: "Discrimination", content: "<div class=\"pair\">\n\(figures)</div>\n")
  }

  var baselineSection: Page.Section? {
    guard let figure = baselineFigure else { return nil }
    let rows = baselines.map { baseline -> [Table.Cell] in
      [
        .text(baseline.name), .estimate(baseline.auroc), .estimate(baseline.lead),
        .prose(baseline.explanation),
      ]
    }
    let table = Table(
      caption: "Baselines on the same \(partName)",
      columns: [
        .text("Baseline"), .number("AUROC"), .number("Probe minus baseline"), .text("What it is"),
      ], rows: rows)
    return Page.Section(
      id: "baselines", title: "Against simpler explanations", shortTitle: "Baselines",
      content: HTML.figure(figure, width: 950) + table.html)
  }

  var penaltySection: Page.Section? {
    guard let penalty, let figure = penaltyFigure else { return nil }
    return Page.Section(
      id: "penalty", title: "How strongly it was restrained", shortTitle: "Penalty",
      content: "<div class=\"pair\">\n"
        + HTML.figure(
          figure, width: 455,
          caption: """
            C = \("\(penalty.inverseRegularization)") by \(penalty.rule); no group is in two folds.
            """) + "</div>\n")
  }

  var metricSection: Page.Section {
    let rows = before.evaluation.metrics.map { metric -> [Table.Cell] in
      let values = [before, after].compactMap { $0?.evaluation[metric] }
      return [.text(metric.heading)] + values.map { .estimate($0) } + [.text(metric.direction)]
    }
    let values: [Table.Column] =
      after == nil ? [.number("Value")] : [.number("As fitted"), .number("Recalibrated")]
    let table = Table(
      caption: "Metrics on \(NumberText.count(before.evaluation.count)) \(partName)",
      columns: [.text("Metric")] + values + [.text("Range and direction")], rows: rows,
      isSortable: false)
    return Page.Section(
      id: "metrics", title: "All metrics", shortTitle: "Metrics", content: table.html)
  }
}
