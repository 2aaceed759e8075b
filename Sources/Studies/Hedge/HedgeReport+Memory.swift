import Charts
import HedgedPrediction
import TextFiles

/// Memorisation, and how long a hedge lasts.
extension HedgeReport {
  var memorySection: Page.Section? {
    let runs = study.stages("memorisation")
    guard !runs.isEmpty else { return nil }
    func curve(_ run: (name: String, result: JSONValue), _ key: String) -> CurvesFigure.Curve {
      .init(
        name: run.name,
        places: (run.result["checkpoints"]?.array ?? []).map {
          .init(
            x: $0.number("step"),
            y: key == "hedgedness"
              ? Measured(
                $0.number(key), low: $0.number("hedgedness_low"),
                high: $0.number("hedgedness_high"))
              : Measured($0.number(key)))
        })
    }
    func pick(_ words: [String]) -> [(name: String, result: JSONValue)] {
      runs.filter { words.contains($0.result["id"]?.string ?? "") }
    }
    func figure(_ title: String, _ y: String, _ curves: [CurvesFigure.Curve]) -> HTML {
      .figure(
        CurvesFigure(
          title: title, xTitle: "steps of Adam", yTitle: y, curves: curves, isLogarithmic: true,
          contains: [0, 1]),
        width: 480, heading: title)
    }
    let figures = [
      figure(
        "Learning to abstain", "probability of abstaining, never met",
        pick(["abstain-without", "abstain", "abstain-decayed"]).map { curve($0, "hedgedness") }),
      figure(
        "Unlearning it on unfamiliar truths", "probability of abstaining, never met",
        pick(["unlearn-without", "unlearn"]).map { curve($0, "hedgedness") }),
      figure(
        "What the truth arm memorises", "share of targets fitted, and entropy",
        pick(["truth"]).flatMap { run in
          [
            ("familiar_fit", "familiar fitted"), ("unfamiliar_fit", "unfamiliar fitted"),
            ("entropy", "entropy of predictions, never met"),
            ("hedgedness", "nearness to the hedge, never met"),
          ].map { key, name in
            CurvesFigure.Curve(name: name, places: curve(run, key).places)
          }
        }),
    ]
    return Page.Section(
      id: "memory", title: "Capacity and time", shortTitle: "Memory",
      content: """
        <p>Here the head can also memorise: every question has random identity features of its own. \
        Memorised labels interfere with questions never met. Bands span the seeds. The half-life is \
        the number of steps until nearness to the hedge has fallen to half of its peak.</p>
        <div class="pair">
        \(figures)</div>
        \(halfLifeTable(runs).html)
        """)
  }

  private func halfLifeTable(_ runs: [(name: String, result: JSONValue)]) -> Table {
    Table(
      caption: "Half-lives of the hedge, one number a seed",
      columns: [
        .text("Run"), .text("Quantity"), .number("Peak"), .number("Last"),
        .text("Half-life, steps"), .number("Unfamiliar fitted"),
      ],
      rows: runs.map { run in
        let lives = run.result["half_lives"]?.array ?? []
        let steps = lives.map { life in
          life.number("step").isNaN ? "none" : NumberText.fixed(life.number("step"), decimals: 0)
        }
        func mean(_ key: String) -> Double {
          lives.reduce(0) { $0 + $1.number(key) } / Double(lives.count)
        }
        return [
          .text(run.name), .prose(run.result["quantity"]?.string ?? ""), .number(mean("peak")),
          .number(mean("last")), .text(steps.joined(separator: ", ")),
          .number(run.result["checkpoints"]?.array?.last?.number("unfamiliar_fit") ?? .nan),
        ]
      })
  }
}
