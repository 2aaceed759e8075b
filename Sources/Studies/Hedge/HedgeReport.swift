import Charts
import HedgedPrediction
public import Probes
public import TextFiles

/// The report on a study of hedged prediction: what was predicted, what came out, and how
/// hallucination and abstention follow from supervision, rewards, reward models and memory.
///
/// A plain value made from the study's JSON; ``html()`` turns it into one self-contained page.
public struct HedgeReport: Report {
  /// Predicted against observed, one row an arm.
  public struct OutcomeRow: Sendable {
    /// The arm's short name, its hedge, and the mean prediction in the least familiar bin.
    public let name, predicted, observed: String
    /// The distance of the two, with its interval, and what follows.
    public let distance, verdict: String
  }

  let study: HedgeStudy
  let data: JSONValue
  let versions: [NamedValue]
  let commands: [String]

  /// Reads a study as `study.json` holds it.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` when it is something else.
  public init(study: JSONValue, versions: [NamedValue] = [], commands: [String] = []) throws {
    self.study = try HedgeStudy(study)
    (data, self.versions, self.commands) = (study, versions, commands)
  }

  /// Predicted against observed.
  public var outcomes: [OutcomeRow] {
    study.stages("arm").map { name, arm in
      let names = (arm["plan"]?["answers"]?.array ?? []).compactMap(\.string)
      let outcome = arm["outcome"] ?? .null
      func text(_ key: String) -> String {
        let values = (outcome[key]?.array ?? []).map { $0.double ?? .nan }
        let parts = zip(names, values).filter { $0.1 >= 0.005 }
        return parts.isEmpty
          ? NumberText.missing
          : parts.map { "\($0.0) \(NumberText.fixed($0.1, decimals: 2))" }.joined(separator: ", ")
      }
      return OutcomeRow(
        name: name, predicted: text("predicted"), observed: text("observed"),
        distance: outcome.measured("distance").text(decimals: 3),
        verdict: outcome["verdict"]?.string ?? NumberText.missing)
    }
  }

  /// The report as one HTML page that needs no other file; light and dark, wide and narrow.
  public var page: Page {
    Page(
      title: headline, kicker: "Hedged prediction in a world where everything is known",
      opening: opening,
      sections: [
        planSection, armSection, contrastSection, rewardSection, rewardModelSection,
        longFormSection, memorySection, publishedSection, methodSection, definitionSection,
      ].compactMap { $0 },
      data: data
    )
  }

  private var headline: String {
    let judged = outcomes.filter { $0.verdict != "no prediction" }
    let held = judged.count { $0.verdict == "supported" }
    return "What finetuned models say when they do not know: "
      + "\(held) of \(judged.count) predicted hedges came true"
  }

  private var opening: HTML {
    """
    <p class="lede">A finetuned model answers what it does not know with its hedge: the best answer \
    to the unfamiliar finetuning examples that does not look at the question. The form of \
    hallucination is therefore set by how those examples are supervised. Here every hedge was \
    computed before training and compared after it.</p>
    <p>Try it by hand: <a href="live.html">the live page</a>.</p>
    \(HTML.findings(findings, notes: []))
    """
  }

  private var findings: [Finding] {
    [abstentionFinding, switchFinding, rewardModelFinding, memoryFinding].compactMap { $0 }
  }

  private var abstentionFinding: Finding? {
    guard let arm = study["arm abstain"]?["evaluation"],
      let known = arm.filledBins.first?.measured("abstain"),
      let unknown = arm.filledBins.last?.measured("abstain")
    else { return nil }
    let holds = unknown.value >= 0.9 && known.value <= 0.15
    return Finding(
      verdict: holds ? .good : .bad,
      claim: holds
        ? "“I don't know” on unfamiliar examples stays with the unfamiliar."
        : "“I don't know” on unfamiliar examples does not stay with the unfamiliar.",
      reason: "The model abstains on \(NumberText.percent(unknown.value)) of what it never met "
        + "and on \(NumberText.percent(known.value)) of what it knows best.")
  }

  private var switchFinding: Finding? {
    let rewards = study.stages("reward").filter { $0.result["abstain"] != nil }
    guard let at = rewards.first?.result.number("switch_at"), at.isFinite else { return nil }
    func abstention(_ isAbove: Bool) -> [Double] {
      rewards.filter {
        (isAbove ? $0.result.number("abstain") > at : $0.result.number("abstain") < at)
      }.compactMap { $0.result["evaluation"]?.filledBins.last?.measured("abstain").value }
    }
    guard let below = abstention(false).max(), let above = abstention(true).min() else {
      return nil
    }
    let holds = below < 0.5 && above > 0.5
    return Finding(
      verdict: holds ? .good : .bad,
      claim: "Rewards switch from guessing to abstaining at "
        + "\(NumberText.fixed(at, decimals: 2))\(holds ? "" : ", not as predicted").",
      reason: "On questions never met the policy abstains at most "
        + "\(NumberText.percent(below)) below that reward and at least "
        + "\(NumberText.percent(above)) above it.")
  }

  private var rewardModelFinding: Finding? {
    guard let form = study["long form"]?["means"]?.filledBins.last else { return nil }
    let standard = form.measured("standard over-estimate")
    let conservative = form.measured("conservative over-estimate")
    return Finding(
      verdict: standard.low > 0 && conservative.value < standard.value / 5 ? .good : .open,
      claim: "A standard reward model overpays what it cannot verify.",
      reason: "On the least familiar entities it is "
        + "\(NumberText.fixed(standard.value, decimals: 1)) too high a response; one trained on "
        + "the policy's own samples is off by "
        + "\(NumberText.fixed(conservative.value, decimals: 2)).")
  }

  private var memoryFinding: Finding? {
    func last(_ run: String) -> Double {
      study["memorisation \(run)"]?["checkpoints"]?.array?.last?.number("abstention") ?? .nan
    }
    let without = last("abstain on unfamiliar, no memory")
    let with = last("abstain on unfamiliar, memory")
    guard without.isFinite, with.isFinite else { return nil }
    return Finding(
      verdict: with < without ? .good : .bad,
      claim: "Memorising finetuning examples weakens the hedge.",
      reason: "With room to memorise, the model abstains on \(NumberText.percent(with)) of what it "
        + "never met, without it on \(NumberText.percent(without)).")
  }
}
