import ArgumentParser
import Embeddings
import LanguageModels
import Probes

/// How the In-Context Learning Test asks, apart from models and labels.
struct ICLTOptions: ParsableArguments {
  @Option(help: "Hints a position: the most likely next tokens.")
  var hints = 10

  @Option(help: "Hints are taken until their probabilities sum to this.")
  var nucleus = 1.0

  @Option(help: "Less likely tokens are no hints.")
  var floor = 0.0

  @Option(help: "Continue hints greedily up to a period, by at most so many tokens.")
  var untilPeriod: Int?

  @Option(help: "Tokens that the model runs at once; results do not change.")
  var batchTokens = 2048

  /// The settings of one layout.
  func settings(_ layout: ICLTLayout, _ tokens: ICLTTokens, seed: UInt64) -> ICLTSettings {
    var settings = ICLTSettings(layout: layout)
    settings.candidates = ICLTCandidateRule(count: hints, nucleus: nucleus, floor: floor)
    settings.continuation = untilPeriod.map {
      ICLTContinuation(until: tokens.sentenceEnds, maximumTokens: $0)
    }
    settings.seed = seed
    settings.tokensPerBatch = batchTokens
    return settings
  }
}
