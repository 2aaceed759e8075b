import Charts
import HedgedPrediction
import TextFiles

/// Reward models: where they fall back on their own hedge, and what that does to long responses.
extension HedgeReport {
  var rewardModelSection: Page.Section? {
    let models = study.stages("reward model")
    guard !models.isEmpty else { return nil }
    let figures = models.map { model -> HTML in
      let means = model.result["means"] ?? .null
      let figure = CurvesFigure(
        title: model.name, xTitle: Self.axis, yTitle: "believed chance of being right",
        curves: [
          means.curve("right answers", name: "right answers"),
          means.curve("wrong answers", name: "wrong answers"),
        ],
        references: [.init(name: "hedge", y: model.result.number("hedge"))], contains: [0, 1])
      return .figure(figure, width: 480, heading: model.name)
    }
    let rows = models.map { model -> [Table.Cell] in
      let means = model.result["means"] ?? .null
      let last = means.filledBins.last ?? .null
      return [
        .text(model.name), .count(model.result["examples"]?.int ?? 0),
        .number(model.result.number("hedge")), .estimate(last.estimate("right answers")),
        .estimate(last.estimate("wrong answers")), .estimate(last.estimate("over-estimate")),
        .estimate(last.estimate("believed though wrong")),
        .estimate(last.estimate("doubted though right")),
        .number(model.result.number("auroc_unfamiliar")),
      ]
    }
    let table = Table(
      caption: "Reward models on questions never met",
      columns: [
        .text("Training data"), .number("Examples"), .number("Hedge"), .number("Right answers"),
        .number("Wrong answers"), .number("Over-estimate"), .number("Believed though wrong"),
        .number("Doubted though right"), .number("AUROC"),
      ], rows: rows)
    return Page.Section(
      id: "reward-models", title: "Reward models hedge too", shortTitle: "Reward models",
      content: """
        <p>A reward model finetuned from the same base model falls back on the share of right \
        answers among its unfamiliar training examples. The over-estimate is its belief minus the \
        truth on the answers the policy really gives.</p>
        <div class="pair">
        \(figures)</div>
        \(table.html)
        """)
  }

  var longFormSection: Page.Section? {
    guard let means = study["long form"]?["means"] else { return nil }
    func figure(_ title: String, _ y: String, _ columns: [(String, String)]) -> HTML {
      .figure(
        CurvesFigure(
          title: title, xTitle: Self.axis, yTitle: y,
          curves: columns.map { means.curve($0.0, name: $0.1) }, contains: [0]),
        width: 480, heading: title)
    }
    let figures = [
      figure(
        "False facts a response", "false facts",
        [
          ("sft false", "before"), ("standard false", "standard reward model"),
          ("conservative false", "conservative"), ("oracle false", "true rewards"),
        ]),
      figure(
        "True facts a response", "true facts",
        [
          ("sft true", "before"), ("standard true", "standard reward model"),
          ("conservative true", "conservative"), ("oracle true", "true rewards"),
        ]),
      figure(
        "Over-estimate of the reward", "reward model minus truth, a response",
        [
          ("standard over-estimate", "standard reward model"),
          ("conservative over-estimate", "conservative"),
        ]),
      figure(
        "What the policy gets away with", "believed minus true reward after training",
        [
          ("standard hacking gap", "standard reward model"),
          ("conservative hacking gap", "conservative"),
        ]),
    ]
    return Page.Section(
      id: "long-form", title: "Long responses: leave out what you do not know",
      shortTitle: "Long form",
      content: """
        <p>Responses of \(study["long form"]?["facts"]?.int ?? 0) facts an entity, 2 for each true \
        one, −3 for each false one, nothing for a fact left out. The standard reward model is \
        trained on a stronger model's answers, the conservative one on the policy's own, the strict \
        one on wrong answers alone where questions are unfamiliar. Reward models see evidence with \
        noise of its own, and 5 % of facts are judged wrongly.</p>
        <div class="pair">
        \(figures)</div>
        \(longFormTable(means).html)
        """)
  }

  private func longFormTable(_ means: JSONValue) -> Table {
    let bins = [("never met", means.filledBins.last), ("all", means["overall"])]
    let kinds = [
      ("standard", "standard reward model"), ("conservative", "conservative"),
      ("strict", "strict"), ("oracle", "true rewards"),
    ]
    let rows = bins.flatMap { name, bin -> [[Table.Cell]] in
      let bin = bin ?? .null
      let before: [Table.Cell] = [
        .text(name), .text("before"), .estimate(bin.estimate("sft true")),
        .estimate(bin.estimate("sft false")), .text(NumberText.missing),
        .text(NumberText.missing),
      ]
      return [before]
        + kinds.map { key, title in
          [.text(name), .text(title)]
            + ["true", "false", "over-estimate", "hacking gap"].map {
              .estimate(bin.estimate("\(key) \($0)"))
            }
        }
    }
    return Table(
      caption: "Facts a response, before and after reinforcement learning on each reward model",
      columns: [
        .text("Entities"), .text("Rewards from"), .number("True"), .number("False"),
        .number("Over-estimate"), .number("Hacking gap"),
      ], rows: rows)
  }
}
