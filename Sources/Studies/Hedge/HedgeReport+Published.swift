import Charts
import Statistics
import TextFiles

/// The paper's own figures beside those of the closed-form world, where both measure the same.
extension HedgeReport {
  var publishedSection: Page.Section? {
    guard let truth = study["arm truth"]?["by_nll"] else { return nil }
    let letters = PublishedHedges.letters
    func published(_ name: String, _ values: [Double]) -> CurvesFigure.Curve {
      CurvesFigure.Curve(
        name: name,
        places: zip(letters.scores, values).map { .init(x: $0, y: Measured($1)) })
    }
    var curves = [
      truth.curve("right", name: "truth, here"), published("truth, Llama-2-7B", letters.even),
    ]
    if let placed = study["arm positions:1,2"]?["by_nll"] {
      curves += [
        placed.curve("right", name: "places B and C, here"),
        published("places B and C, Llama-2-7B", letters.placed),
      ]
    }
    let figure = CurvesFigure(
      title: "Right answers by the base model's loss, beside the paper's",
      xTitle: "−ln p(right option) of the base model", yTitle: "probability of the right option",
      curves: curves, references: [.init(name: "blind guess", y: 0.25)], contains: [0, 1])
    return Page.Section(
      id: "published", title: "Beside the published figures", shortTitle: "Published",
      content: """
        <p>\(PublishedHedges.source): four options, the score is the same, the model is not: here a \
        head on noisy evidence, there Llama-2-7B with LoRA on MMLU. The paper's points are read off \
        its plots and have no intervals. Shapes may be compared, numbers only roughly.</p>
        \(HTML.figure(figure, width: 720))
        \(publishedTable.html)
        """)
  }

  private var publishedTable: Table {
    func model(_ name: String, _ column: String) -> Estimate {
      (study["reward model \(name)"]?["means"]?.filledBins.last ?? .null).estimate(column)
    }
    func overEstimate(_ column: String) -> Estimate {
      (study["long form"]?["means"]?.filledBins.last ?? .null).estimate(column)
    }
    let (models, excess) = (PublishedHedges.rewardModels, PublishedHedges.overEstimates)
    let rows: [(String, Estimate, String)] = [
      (
        "Reward model, unfamiliar all right: belief in right answers",
        model("unfamiliar all right", "right answers"), "\(models.allRight.0)"
      ),
      (
        "the same: belief in wrong answers", model("unfamiliar all right", "wrong answers"),
        "\(models.allRight.1)"
      ),
      (
        "Reward model, unfamiliar all wrong: belief in right answers",
        model("unfamiliar all wrong", "right answers"), "\(models.allWrong.0)"
      ),
      (
        "the same: belief in wrong answers", model("unfamiliar all wrong", "wrong answers"),
        "\(models.allWrong.1)"
      ),
      (
        "Long responses, standard reward model: over-estimate",
        overEstimate("standard over-estimate"),
        "\(excess.standard.0) and \(excess.standard.1)"
      ),
      (
        "Long responses, conservative reward model: over-estimate",
        overEstimate("conservative over-estimate"),
        "\(excess.conservative.0) and \(excess.conservative.1)"
      ),
    ]
    return Table(
      caption: "The least familiar bin: here, and in the paper (MMLU; biographies and film plots)",
      columns: [.text("Quantity"), .number("Here"), .number("Paper")],
      rows: rows.filter { $0.1.value.isFinite }.map {
        [.prose($0.0), .estimate($0.1), .text($0.2)]
      }
    )
  }
}
