import Charts
import HedgedPrediction
public import TextFiles

/// A page to try hedges by hand: drag the labels of the unfamiliar examples, their share and the
/// rewards, and see what a finetuned model says.
///
/// Everything is computed in the page, by the closed forms of ``HedgeCalculus`` and
/// ``RecognitionWorld``. The page carries a grid of their results and says in its last line whether
/// its script agrees with them.
public struct HedgeLivePage: Report {
  /// What the script has to reproduce, as it is embedded.
  public let grid: JSONValue

  /// A page with the grid of the calculus.
  ///
  /// - Throws: never in practice; the errors of the calculus.
  public init() throws { grid = try Self.makeGrid() }

  /// The page as one HTML file that loads nothing.
  public var page: Page {
    Page(
      title: "What will a finetuned model say when it does not know?",
      kicker: "Hedged prediction, to try by hand", opening: Self.opening,
      sections: [
        Self.labelSection, Self.resultSection, Self.rewardSection, Self.assumptionSection,
      ],
      footer: """
        <span id="agreement">This page needs its script to compute anything.</span> \
        \(Page.origin)\
        <script>\(HTML(trusted: HedgeLiveScript.source))</script>
        """,
      data: grid
    )
  }

  private static let opening: HTML = """
    <style>\(HTML(trusted: HedgeLiveScript.style))</style>
    <p class="lede">It falls back on its hedge: the best answer to its unfamiliar finetuning examples \
    that does not look at the question. Drag the bars.</p>
    """

  private static let labelSection = Page.Section(
    id: "labels", title: "How unfamiliar examples are labelled", shortTitle: "Labels",
    content: """
      <p class="presets"><button type="button" data-preset="25,25,25,25,0">all true</button> \
      <button type="button" data-preset="0,50,50,0,0">true, at B or C</button> \
      <button type="button" data-preset="0,0,0,0,100">“I don't know”</button> \
      <button type="button" data-preset="15,15,15,15,40">“I don't know” on 40 %</button></p>
      <div class="live">
      <div><h3>Labels of the unfamiliar examples</h3><svg class="chart drag" id="bars" role="img" \
      aria-label="Shares of the labels; drag a bar, or use the sliders below"></svg>
      <div class="sliders five">\(["A", "B", "C", "D", "abstain"].enumerated().map { index, name in
        slider("label\(index)", name, 0, 100, 1, index == 4 ? 40 : 15)
      })</div></div>
      <div><h3>The hedge that follows</h3><svg class="chart" id="hedge" role="img" \
      aria-label="The hedge"></svg>
      <div class="sliders">\(slider("tokens", "Tokens of “I don't know”", 1, 12, 1, 4))
      <label><span>Loss of a response</span><select id="reduction"><option value="token-sum">sum \
      over tokens</option><option value="sequence-mean">mean over its tokens</option></select>\
      </label></div></div></div>

      """)

  private static let resultSection = Page.Section(
    id: "result", title: "What the model then says", shortTitle: "Answers",
    content: """
      <div class="sliders wide">\(slider("share", "Questions never met", 0, 1, 0.01, 0.4))</div>
      <dl class="keys" id="keys"></dl>
      <div class="live"><div><h3>By familiarity</h3><svg class="chart" id="familiarity" role="img" \
      aria-label="Right, abstained and wrong answers by familiarity"></svg></div>
      <div><h3>Risk and coverage</h3><svg class="chart" id="risk" role="img" \
      aria-label="Share of wrong answers by share of questions answered"></svg></div></div>

      """)

  private static let rewardSection = Page.Section(
    id: "reward", title: "What rewards would teach instead", shortTitle: "Rewards",
    content: """
      <div class="sliders wide">\(slider("right", "Right answer", -1, 5, 0.05, 2))\
      \(slider("wrong", "Wrong answer", -5, 1, 0.05, -3))\
      \(slider("abstain", "Abstaining", -5, 3, 0.05, 0))</div>
      <p id="decision" aria-live="polite"></p>
      <div class="live"><div><h3>Mean reward</h3><svg class="chart" id="rewards" role="img" \
      aria-label="Mean reward of the finetuned model, a policy trained on the rewards, and Chow's"></svg>
      </div></div>

      """)

  private static let assumptionSection = Page.Section(
    id: "model", title: "The model behind it", shortTitle: "Model",
    content: """
      <p>A question of familiarity c is recognised with chance c and then answered rightly; otherwise \
      the model says its hedge. The share of questions never met has c = 0, the others are spread \
      evenly over 0 to 1. Truths are spread evenly over four options. The hedge is the mean label of \
      the unfamiliar examples, each weighed as the loss weighs its first token: 1/L for a response of \
      L tokens under a mean over its tokens.</p>
      <p>With rewards the hedge is whatever earns more blindly, a guess or abstaining. Chow's policy \
      sees the familiarity, not whether a question is recognised, and answers while \
      c + (1 − c)/4 is above its threshold.</p>

      """)

  private static func slider(
    _ id: String, _ name: String, _ low: Double, _ high: Double, _ step: Double, _ value: Double
  ) -> HTML {
    func text(_ number: Double) -> String {
      number == number.rounded() ? String(Int(number)) : "\(number)"
    }
    return """
      <label><span>\(name) <output for="\(id)"></output></span><input type="range" id="\(id)" \
      min="\(text(low))" max="\(text(high))" step="\(text(step))" value="\(text(value))"/></label>

      """
  }

  /// Inputs and results over labels, reductions, shares and rewards.
  private static func makeGrid() throws -> JSONValue {
    let space = AnswerSpace.letters(4, abstention: true)
    let labels: [[Double]] = [
      [25, 25, 25, 25, 0], [0, 50, 50, 0, 0], [0, 0, 0, 0, 100], [15, 15, 15, 15, 40],
      [40, 5, 5, 10, 3],
    ]
    let rules = [(2.0, -3.0, -3.0), (2, -3, -1.75), (2, -3, 0), (1, 0, 0.5), (5, -5, 3)]
    var points: [JSONValue] = []
    for label in labels {
      for (tokens, reduction) in [(1, LossReduction.tokenSum), (4, .sequenceMean), (9, .tokenSum)] {
        let total = label.reduce(0, +)
        let hedge = try HedgeCalculus(
          .crossEntropy, space: space, reduction: reduction, responseTokens: [1, 1, 1, 1, tokens]
        ).hedge(of: [WeightedTarget(label.map { $0 / total })]).distribution
        for share in [0, 0.4, 1] {
          for (right, wrong, abstain) in rules {
            let world = try RecognitionWorld(
              hedge: hedge, unfamiliarShare: share,
              rewards: RewardRule(right: right, wrong: wrong, abstain: abstain))
            points.append([
              "labels": .array(label.map(JSONValue.number)), "tokens": .integer(Int64(tokens)),
              "reduction": .string(reduction.rawValue), "share": .number(share),
              "rewards": .array([.number(right), .number(wrong), .number(abstain)]),
              "hedge": .array(hedge.map(JSONValue.number)), "result": world.json,
            ])
          }
        }
      }
    }
    return ["grid": .array(points)]
  }
}
