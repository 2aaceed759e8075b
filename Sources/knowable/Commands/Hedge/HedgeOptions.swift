import ArgumentParser
import HedgedPrediction

/// Options of a finetuning run that decide its hedge.
struct HedgeOptions: ParsableArguments {
  @Option(
    help: """
      Supervision schemes with blanks between them: truth, positions:1,2, abstain, \
      soft-uniform:0.5, soft-abstain:0.5, drop, weight:0.25, adversarial; behind each may stand \
      @familiar, @random or @random:0.4.
      """)
  var schemes =
    "truth positions:1,2 abstain abstain@random soft-abstain:0.5 drop weight:0.25 "
    + "adversarial positions:1,2@familiar"

  @Option(help: "Share of the finetuning examples that counts as unfamiliar.")
  var unfamiliarShare = 0.4

  @Option(help: "Loss of a response: token-sum, sequence-mean, batch-token-mean, decision-token.")
  var reduction = LossReduction.tokenSum

  @Option(help: "Tokens of an answer.")
  var answerTokens = 1

  @Option(help: "Tokens of the abstention.")
  var abstentionTokens = 1

  var parsedSchemes: [SupervisionScheme] {
    get throws {
      try schemes.split(separator: " ").map { try SupervisionScheme(named: String($0)) }
    }
  }
}
