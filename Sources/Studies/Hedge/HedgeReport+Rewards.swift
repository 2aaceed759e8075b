import Charts
import HedgedPrediction
import TextFiles

/// Reinforcement learning: the sweep over rewards of abstaining, its frontier, sampled methods.
extension HedgeReport {
  var rewardSection: Page.Section? {
    let rewards = study.stages("reward").filter { $0.result["abstain"] != nil }
      .sorted { $0.result.number("abstain") < $1.result.number("abstain") }
    guard let first = rewards.first?.result else { return nil }
    let learned = rewards.map { reward -> CurvesFigure.Place in
      let all = reward.result["evaluation"]?["overall"] ?? .null
      return .init(
        x: 1 - all.measured("abstain").value, y: all.measured("wrong"), label: reward.name)
    }
    let chow = rewards.map { reward -> CurvesFigure.Place in
      let all = reward.result["chow"] ?? .null
      return .init(x: 1 - all.number("abstain"), y: Measured(all.number("wrong")))
    }
    let frontier = CurvesFigure(
      title: "The frontier of rewards", xTitle: "share of questions answered",
      yTitle: "share of questions answered wrongly",
      curves: [
        .init(name: "learned policy, by reward of abstaining", places: learned),
        .init(name: "Chow's policy", places: chow),
      ], contains: [0])
    return Page.Section(
      id: "rewards", title: "Rewards: guess or abstain", shortTitle: "Rewards",
      content: """
        <p>Right +2, wrong −3; the reward of abstaining is varied. A blind guess among four options \
        earns \(NumberText.fixed(first.number("switch_at"), decimals: 2)), so that is where the \
        hedge must switch. Chow's policy knows its exact chance of being right; the regret is what \
        the learned policy earns less.</p>
        <div class="pair">
        \(HTML.figure(frontier, width: 480, heading: "Frontier"))\
        \(HTML.figure(switchFigure(rewards.map(\.result)), width: 480, heading: "The switch"))</div>
        \(rewardTable(rewards.map(\.result)).html)\(sampledTable)
        """)
  }

  private func switchFigure(_ rewards: [JSONValue]) -> CurvesFigure {
    func curve(_ name: String, _ bin: (JSONValue) -> JSONValue?) -> CurvesFigure.Curve {
      .init(
        name: name,
        places: rewards.map { reward in
          .init(
            x: reward.number("abstain"),
            y: (reward["evaluation"].flatMap(bin) ?? .null).measured("abstain"))
        })
    }
    return CurvesFigure(
      title: "Abstention by reward", xTitle: "reward of abstaining",
      yTitle: "probability of abstaining",
      curves: [
        curve("never met") { $0.filledBins.last }, curve("best known") { $0.filledBins.first },
        curve("all") { $0["overall"] },
      ], contains: [0, 1])
  }

  private func rewardTable(_ rewards: [JSONValue]) -> Table {
    Table(
      caption: "Policies by their reward of abstaining; exact gradients",
      columns: [
        .number("Reward"), .number("Chow's p*"), .number("Abstains, never met"),
        .number("Abstains, best known"), .number("Wrong"), .number("Mean reward"),
        .number("Regret"),
      ],
      rows: rewards.map { reward in
        let evaluation = reward["evaluation"] ?? .null
        let all = evaluation["overall"] ?? .null
        return [
          .number(reward.number("abstain")), .number(reward.number("chow_threshold")),
          .estimate((evaluation.filledBins.last ?? .null).estimate("abstain")),
          .estimate((evaluation.filledBins.first ?? .null).estimate("abstain")),
          .estimate(all.estimate("wrong")), .estimate(all.estimate("reward")),
          .estimate(all.estimate("regret")),
        ]
      })
  }

  private var sampledTable: HTML {
    let stages = study.stages("sampled reward")
    guard !stages.isEmpty else { return .empty }
    let rows = stages.flatMap { stage in
      (stage.result["runs"]?.array ?? []).map { run -> [Table.Cell] in
        [
          .text(stage.name), .text(run["method"]?.string ?? ""),
          .number(run.number("coefficient")),
          .estimate((run["least_familiar"] ?? .null).estimate("abstain")),
          .estimate((run["overall"] ?? .null).estimate("wrong")),
          .estimate((run["overall"] ?? .null).estimate("reward")),
        ]
      }
    }
    return Table(
      caption: "The same objectives from sampled answers, with a KL penalty and without",
      columns: [
        .text("Reward"), .text("Method"), .number("KL coefficient"),
        .number("Abstains, never met"), .number("Wrong"), .number("Mean reward"),
      ], rows: rows
    ).html
  }
}
