import Charts
import HedgedPrediction
public import Probes
import Statistics
public import TextFiles

/// The report on finetuning arms of a model: what each was expected to teach, what held-out questions
/// are answered with, and the same beside the paper's figures.
///
/// A plain value made from the JSON of `knowable hedge run`; ``html()`` turns it into one page.
public struct HedgeRunReport: Report {
  let result: JSONValue
  let settings: [NamedValue]
  let versions: [NamedValue]
  let commands: [String]

  /// Reads a result.
  ///
  /// - Throws: `HedgedPredictionError.badData` when it is something else.
  public init(
    result: JSONValue, settings: [NamedValue] = [], versions: [NamedValue] = [],
    commands: [String] = []
  ) throws {
    guard result["arms"]?.array?.isEmpty == false, result["backend"] != nil else {
      throw HedgedPredictionError.badData(
        "This is no result of finetuning arms: it has no \"arms\" and \"backend\".")
    }
    self.result = result
    (self.settings, self.versions, self.commands) = (settings, versions, commands)
  }

  /// The report as one HTML page that needs no other file; light and dark, wide and narrow.
  public var page: Page {
    Page(
      title: headline, kicker: "Hedged prediction: \(result["backend"]?.string ?? "")",
      opening: opening,
      sections: [
        planSection, answerSection, timeSection, statementSection, methodSection,
      ].compactMap { $0 },
      data: result)
  }

  var arms: [(name: String, arm: JSONValue)] {
    (result["arms"]?.array ?? []).map { ($0["scheme"]?.string ?? "", $0) }
  }

  private var headline: String {
    let verdicts = arms.compactMap { $0.arm["outcome"]?["verdict"]?.string }
    let judged = verdicts.count { $0 != "no prediction" }
    let held = verdicts.count { $0 == "supported" }
    return "What finetuning taught the model to say when it does not know: "
      + "\(held) of \(judged) predicted hedges reached"
  }

  private var opening: HTML {
    """
    <p class="lede">Each arm learns from the same questions and differs in one thing: how those are \
    supervised that the model knows least about. The hedge is the best answer to them that does not \
    look at the question, computed before training.</p>
    \(HTML.findings(armFindings, notes: []))
    """
  }

  private var armFindings: [Finding] {
    arms.compactMap { name, arm in
      guard let bins = arm["axes"]?.array?.first?["evaluation"]?.filledBins,
        let first = bins.first?.measured("abstain"), let last = bins.last?.measured("abstain"),
        last.value > 0.02
      else { return nil }
      return Finding(
        verdict: .open, claim: "\(name):",
        reason: "abstains on \(NumberText.percent(first.value)) of the most familiar and on "
          + "\(NumberText.percent(last.value)) of the least familiar held-out questions.")
    }
  }

  private var planSection: Page.Section? {
    let rows = arms.map { name, arm -> [Table.Cell] in
      let outcome = arm["outcome"] ?? .null
      let names = (arm["plan"]?["answers"]?.array ?? []).compactMap(\.string)
      func text(_ key: String) -> String {
        let values = (outcome[key]?.array ?? []).map { $0.double ?? .nan }
        let shown = zip(names, values).filter { $0.1 >= 0.02 }.sorted { $0.1 > $1.1 }
        let rest = values.reduce(0, +) - shown.reduce(0) { $0 + $1.1 }
        let parts = shown.prefix(6).map { "\($0.0) \(NumberText.fixed($0.1, decimals: 2))" }
        return parts.isEmpty
          ? NumberText.missing
          : parts.joined(separator: ", ")
            + (shown.count > 6 || rest > 0.02 ? ", others" : "")
      }
      return [
        .text(name), .prose(text("predicted")), .prose(text("observed")),
        .estimate(outcome.estimate("distance")), .text(outcome["verdict"]?.string ?? ""),
      ]
    }
    let table = Table(
      caption: "Hedges predicted before training, and mean predictions for the least familiar bin",
      columns: [
        .text("Arm"), .text("Predicted"), .text("Observed"), .number("Distance"), .text("Verdict"),
      ], rows: rows)
    return Page.Section(
      id: "plan", title: "Predicted and observed", shortTitle: "Hedges",
      content: "\(table.html)\(foreseenTable)")
  }

  /// What the head on the frozen model's option probabilities had foreseen, against what came out.
  private var foreseenTable: HTML {
    let rows = (result["prediction_and_outcome"]?.array ?? []).map { row -> [Table.Cell] in
      let error = row.estimate("mean_absolute_error_interval")
      return [
        .text(row["scheme"]?.string ?? ""), .text(row["axis"]?.string ?? ""),
        error.value.isFinite ? .estimate(error) : .number(row.number("mean_absolute_error")),
        .number(row.number("largest_error")), .count(row["points"]?.array?.count ?? 0),
      ]
    }
    guard !rows.isEmpty else { return .empty }
    return Table(
      caption:
        "The curves as foreseen before training: absolute error of right, abstains and wrong",
      columns: [
        .text("Arm"), .text("Axis"), .number("Mean"), .number("Largest"), .number("Points"),
      ], rows: rows
    ).html
  }
}
