import Charts

/// Figures of Kang et al. 2024 ("Unfamiliar Finetuning Examples Control How Language Models
/// Hallucinate", arXiv 2403.05612), read off its plots: good to about 0.01, where markers overlap 0.02.
enum PublishedHedges {
  static let source = "Kang et al. 2024, arXiv 2403.05612"

  /// Right, abstained and wrong answers of Llama-2-7B on TriviaQA after supervised finetuning, from
  /// familiar to unfamiliar: six bins of 0-12 wrong answers among 12 samples.
  struct Bars {
    let name: String
    let right, abstain, wrong: [Double]
  }

  /// The bars of the arm that is supervised as a scheme does.
  static func bars(_ scheme: String) -> Bars? {
    switch scheme {
    case "truth":
      Bars(
        name: "SFT 1", right: [0.874, 0.802, 0.658, 0.564, 0.420, 0.130],
        abstain: [0, 0, 0, 0, 0, 0], wrong: [0.126, 0.198, 0.342, 0.436, 0.580, 0.870])
    case "abstain":
      Bars(
        name: "SFT 2", right: [0.717, 0.599, 0.441, 0.337, 0.214, 0.048],
        abstain: [0.192, 0.266, 0.348, 0.394, 0.485, 0.634],
        wrong: [0.091, 0.135, 0.212, 0.270, 0.301, 0.318])
    case "abstain@random":
      Bars(
        name: "SFT 3", right: [0.716, 0.656, 0.546, 0.424, 0.333, 0.099],
        abstain: [0.190, 0.185, 0.177, 0.190, 0.184, 0.170],
        wrong: [0.094, 0.159, 0.277, 0.386, 0.483, 0.730])
    default: nil
    }
  }

  /// P(right letter) on MMLU by -ln p of the base model, mean over the four places of the right
  /// option: answers placed evenly, and unfamiliar ones at B or C.
  static let letters = (
    scores: [0.01, 0.19, 0.75, 1.28, 1.68], even: [0.868, 0.613, 0.348, 0.300, 0.280],
    placed: [0.933, 0.765, 0.386, 0.313, 0.281]
  )

  /// Reward models on MMLU, P(true) in the least familiar bin, for right and wrong answers.
  static let rewardModels = (allRight: (0.901, 0.827), allWrong: (0.108, 0.057))

  /// By how much a response's reward is over-estimated in the least familiar bin: biographies, plots.
  static let overEstimates = (standard: (6.4, 12.2), conservative: (0.16, 0.32))

  /// Places from familiar (0) to unfamiliar (1), evenly, as many as values.
  static func curve(_ name: String, _ values: [Double]) -> CurvesFigure.Curve {
    CurvesFigure.Curve(
      name: name,
      places: values.enumerated().map { index, value in
        .init(x: (Double(index) + 0.5) / Double(values.count), y: Measured(value))
      })
  }
}
