import Charts
import HedgedPrediction
import TextFiles

/// Supervision: plans, curves by familiarity, contrasts.
extension HedgeReport {
  static let axis = "unfamiliarity 1 − c (1 = never met)"

  var planSection: Page.Section? {
    let arms = study.stages("arm")
    guard !arms.isEmpty else { return nil }
    let rows = zip(outcomes, arms).map { outcome, arm -> [Table.Cell] in
      let result = arm.result["outcome"] ?? .null
      var name = Table.Cell(
        "\(outcome.name)<br/><span class=\"note\">\(arm.result["text"]?.string ?? "")</span>")
      name.isProse = true
      return [
        name, .prose(outcome.predicted), .prose(outcome.observed),
        .estimate(result.estimate("distance")), .number(result.number("stationarity_residual")),
        .text(outcome.verdict),
      ]
    }
    let table = Table(
      caption: "Hedges predicted before training, and mean predictions for what was never met",
      columns: [
        .text("Arm"), .text("Predicted"), .text("Observed"), .number("Distance"),
        .number("On training"), .text("Verdict"),
      ], rows: rows)
    return Page.Section(
      id: "plan", title: "Predicted and observed", shortTitle: "Hedges",
      content: """
        <p>The distance is the total variation between the mean prediction and the hedge, panel by \
        panel of the right option's place, with its interval; up to 0.1 counts as supported. “On \
        training” is the bias's stationarity residual on the unfamiliar finetuning examples \
        themselves: 0 where all familiar ones are fitted, larger where the head cannot tell the two \
        groups apart.</p>
        \(table.html)
        """)
  }

  private func evaluations(_ names: [(arm: String, title: String)], _ key: String = "evaluation")
    -> [(title: String, evaluation: JSONValue)]
  {
    names.compactMap { name in
      study["arm \(name.arm)"]?[key].map { (name.title, $0) }
    }
  }

  private func figure(
    _ title: String, _ y: String, _ metric: String, _ arms: [(arm: String, title: String)],
    references: [CurvesFigure.Reference] = [], key: String = "evaluation", axis: String = axis
  ) -> HTML {
    let curves = evaluations(arms, key).map { $0.evaluation.curve(metric, name: $0.title) }
    guard !curves.isEmpty else { return .empty }
    return .figure(
      CurvesFigure(
        title: title, xTitle: axis, yTitle: y, curves: curves, references: references,
        contains: [0, 1]),
      width: 480, heading: title)
  }

  var armSection: Page.Section? {
    let abstaining = [
      ("abstain", "on unfamiliar"), ("abstain@random", "on a random share"),
      ("soft-abstain:0.5", "soft, on unfamiliar"),
    ].map { (arm: $0.0, title: $0.1) }
    let hedged = [
      ("truth", "truth"), ("positions:1,2", "places B and C"), ("abstain", "abstain"),
      ("adversarial", "wrong labels"),
    ].map { (arm: $0.0, title: $0.1) }
    guard !evaluations(hedged).isEmpty else { return nil }
    let figures = [
      figure(
        "Predictions move to the hedge", "distance of single predictions from their hedge",
        "tv_individual", hedged),
      figure("Abstaining", "probability of abstaining", "abstain", abstaining),
      figure("Hallucination", "probability of a wrong answer", "wrong", hedged),
      figure(
        "The same arms by negative log-likelihood", "distance of single predictions",
        "tv_individual", hedged, key: "by_nll",
        axis: "−ln p(right option) of the base model; above ln 4 = 1.39 it is misinformed"),
    ]
    return Page.Section(
      id: "arms", title: "By familiarity", shortTitle: "Familiarity",
      content: """
        <p>Held-out questions, from the best known at the left to those never met at the right; \
        bands are 95 % intervals over questions and seeds.</p>
        <div class="pair">
        \(figures)</div>
        \(armTable.html)
        """)
  }

  private var armTable: Table {
    let metrics = [
      "right", "abstain", "wrong", "selective_accuracy", "abstention_precision",
      "abstention_recall", "over_refusal",
    ]
    let rows = study.stages("arm").map { name, arm -> [Table.Cell] in
      let all = arm["evaluation"]?["overall"] ?? .null
      return [.text(name)] + metrics.map { .estimate(all.estimate($0)) }
        + [.number(arm.number("aurc")), .count(all["rows"]?.int ?? 0)]
    }
    return Table(
      caption: "All held-out questions; whether the base model would be right is the reference",
      columns: [
        .text("Arm"), .number("Right"), .number("Abstains"), .number("Wrong"),
        .number("Right if answered"), .number("Abstention precision"),
        .number("Abstention recall"), .number("Over-refusal"), .number("AURC"), .number("n"),
      ], rows: rows)
  }

  var contrastSection: Page.Section? {
    guard let rows = study["contrasts"]?.array, !rows.isEmpty else { return nil }
    let bins = study["arm truth"]?["evaluation"]?["bins"]?.array ?? []
    let curves = rows.filter {
      ["positions:1,2", "abstain", "positions:1,2@familiar"]
        .contains($0["arm"]?.string ?? "")
    }
    .map { row in
      CurvesFigure.Curve(
        name: (row["arm"]?.string ?? "")
          + (row["is_control"]?.bool == true ? " (control)" : ""),
        places: zip(bins, row["bins"]?.array ?? []).compactMap { bin, value in
          value.isNull
            ? nil
            : .init(
              x: bin.number("mean_score"),
              y: value.estimate.measured)
        })
    }
    let figure = CurvesFigure(
      title: "Causal contrast with the truth arm", xTitle: Self.axis,
      yTitle: "share of the hedges' difference that predictions follow", curves: curves,
      references: [.init(name: "follows the hedge", y: 1)], contains: [0, 1])
    return Page.Section(
      id: "contrast", title: "Only unfamiliar labels matter for the unfamiliar",
      shortTitle: "Contrast",
      content: """
        <p>Two arms differ only in how the unfamiliar examples are supervised; the control changes \
        the familiar ones instead, in the same way. 1 means that predictions move exactly as the \
        hedge does, 0 that they do not move.</p>
        \(HTML.figure(figure, width: 720))
        """)
  }
}
