import Charts
import Probes
import TextFiles

/// Answers by familiarity beside the paper's, learning curves, and what models of worlds write.
extension HedgeRunReport {
  var answerSection: Page.Section? {
    let axes = (arms.first?.arm["axes"]?.array ?? []).compactMap { $0["axis"]?.string }
    let figures = axes.enumerated().flatMap { index, axis in
      arms.map { name, arm in
        figure(
          "\(name), by \(axis)", arm["axes"]?[index]?["evaluation"] ?? .null,
          published: index == 0 ? PublishedHedges.bars(name) : nil)
      }
    }
    let hasPublished = arms.contains { PublishedHedges.bars($0.name) != nil }
    let note: HTML =
      hasPublished
      ? """
      <p>Solid: this run, with 95 % intervals over questions and seeds. Lines named “paper”: \
      \(PublishedHedges.source), Llama-2-7B on TriviaQA with LoRA, six bins by wrong answers among 12 \
      samples, read off its figure. Both are drawn from their most to their least familiar bin; the \
      scores and the shares in the bins differ, so compare shapes.</p>
      """ : "<p>With 95 % intervals over questions and seeds.</p>"
    return Page.Section(
      id: "answers", title: "Answers by familiarity", shortTitle: "Answers",
      content: "\(note)\n<div class=\"pair\">\n\(figures)</div>\n\(answerTable.html)")
  }

  private func figure(
    _ title: String, _ evaluation: JSONValue, published: PublishedHedges.Bars?
  ) -> HTML {
    let bins = evaluation.filledBins
    func own(_ name: String, _ metric: String) -> CurvesFigure.Curve {
      CurvesFigure.Curve(
        name: name,
        places: bins.enumerated().map { index, bin in
          .init(x: (Double(index) + 0.5) / Double(bins.count), y: bin.measured(metric))
        })
    }
    let curves =
      published.map {
        [
          own("right", "right"), PublishedHedges.curve("right, paper (\($0.name))", $0.right),
          own("abstains", "abstain"), PublishedHedges.curve("abstains, paper", $0.abstain),
        ]
      } ?? [own("right", "right"), own("wrong", "wrong"), own("abstains", "abstain")]
    return .figure(
      CurvesFigure(
        title: title, xTitle: "share of held-out questions, most familiar first",
        yTitle: "share of answers", curves: curves, contains: [0, 1]),
      width: 480, heading: title)
  }

  private var answerTable: Table {
    let metrics = [
      "right", "abstain", "wrong", "selective_accuracy", "over_refusal", "abstention_precision",
      "abstention_recall",
    ]
    let rows = arms.flatMap { name, arm -> [[Table.Cell]] in
      let evaluation = arm["axes"]?.array?.first?["evaluation"] ?? .null
      let bins = evaluation.filledBins.map { bin -> (String, JSONValue) in
        (NumberText.fixed(bin.number("mean_score"), decimals: 2), bin)
      }
      return (bins + [("all", evaluation["overall"] ?? .null)]).map { score, bin in
        [.text(name), .text(score)] + metrics.map { .estimate(bin.estimate($0)) }
          + [.count(bin["questions"]?.int ?? 0)]
      }
    }
    return Table(
      caption: "Held-out questions by score; would be right means "
        + "\(result["would_be_right"]?.string ?? "the frozen model's answer")",
      columns: [
        .text("Arm"), .text("Score"), .number("Right"), .number("Abstains"), .number("Wrong"),
        .number("Right if answered"), .number("Over-refusal"), .number("Abstention precision"),
        .number("Abstention recall"), .number("n"),
      ], rows: rows)
  }

  /// Learning curves and half-lives, where checkpoints were kept.
  var timeSection: Page.Section? {
    func curve(_ name: String, _ arm: JSONValue, _ metric: String, last: Bool)
      -> CurvesFigure.Curve
    {
      CurvesFigure.Curve(
        name: name,
        places: (arm["curve"]?.array ?? []).map { point in
          let bins = point["evaluation"]?.filledBins ?? []
          return .init(
            x: point.number("step"), y: ((last ? bins.last : bins.first) ?? .null).measured(metric))
        })
    }
    guard arms.contains(where: { ($0.arm["curve"]?.array?.count ?? 0) > 1 }) else { return nil }
    func figure(_ title: String, _ metric: String, last: Bool) -> HTML {
      .figure(
        CurvesFigure(
          title: title, xTitle: "step", yTitle: "share of answers",
          curves: arms.map { curve($0.name, $0.arm, metric, last: last) }, contains: [0, 1]),
        width: 480, heading: title)
    }
    let rows = arms.map { name, arm -> [Table.Cell] in
      let life = arm["half_life"] ?? .null
      let step = life.number("step")
      return [
        .text(name), .number(life.number("peak")), .count(life["peak_step"]?.int ?? 0),
        .number(life.number("last")),
        .text(step.isNaN ? "not within the run" : NumberText.fixed(step, decimals: 0)),
      ]
    }
    let table = Table(
      caption: "How long the least familiar questions stay at the hedge",
      columns: [
        .text("Arm"), .number("Highest"), .number("At step"), .number("Last"),
        .number("Half-life, steps"),
      ], rows: rows)
    return Page.Section(
      id: "time", title: "While it learns", shortTitle: "Time",
      content: """
        <p>Closeness to the hedge is 1 minus the mean distance of single predictions from it; the \
        half-life is the step at which it has fallen to half of its highest value.</p>
        <div class="pair">
        \(figure("Abstains, least familiar", "abstain", last: true))\
        \(figure("Right, most familiar", "right", last: false))</div>
        \(table.html)
        """)
  }

  /// What models of a world write on their own.
  var statementSection: Page.Section? {
    guard let study = result["statements"], let models = study["models"]?.array else { return nil }
    let columns = (models.first?["means"]?["columns"]?.array ?? []).compactMap(\.string)
    let rows = models.flatMap { model -> [[Table.Cell]] in
      (model["means"]?.filledBins ?? []).map { bin in
        [
          .text(model["name"]?.string ?? ""),
          .text(NumberText.fixed(bin.number("mean_score"), decimals: 2)),
        ] + columns.map { .estimate(bin.estimate($0)) } + [.count(bin["rows"]?.int ?? 0)]
      }
    }
    let table = Table(
      caption:
        "Statements about an entity, of \(study["statements"]?.int ?? 0) that the model writes",
      columns: [.text("Model"), .text("Score")] + columns.map { .number($0) } + [.number("n")],
      rows: rows)
    return Page.Section(
      id: "statements", title: "What it then writes on its own", shortTitle: "Long form",
      content: """
        <p>Statements begun with a held-out entity and continued by the model, judged exactly by the \
        world. Finetuning asked one attribute in one form; the statements choose both. Score: \
        −log10(1 + mentions), least often mentioned last.</p>
        \(table.html)
        """)
  }

  var methodSection: Page.Section {
    .method(
      settings: settings + [NamedValue("Backend", result["backend"]?.string ?? "")],
      versions: versions, hashes: [], commands: commands)
  }
}
