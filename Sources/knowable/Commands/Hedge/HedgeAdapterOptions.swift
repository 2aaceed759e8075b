import ArgumentParser
import Embeddings
import Finetuning
import HedgedPrediction
import LanguageModels

/// How a model is finetuned with low-rank adapters.
struct HedgeAdapterOptions: ParsableArguments {
  @Option(help: "Rank of the adapters.")
  var rank = 16

  @Option(help: "The lowest block with adapters; two thirds up unless given.")
  var firstBlock: Int?

  @Option(help: "Sequences a step.")
  var batch = 16

  @Option(help: "Peak learning rate of the adapters.")
  var learningRate: Float = 1e-3

  /// Adapters on the model for questions whose answers are shared.
  func backend(
    questions: QuestionSet, model path: String, study: HedgeStudyOptions, steps: Int, curve: [Int]
  ) throws -> FinetuningBackend {
    let base = try FrozenBase(path: path)
    guard let tokenizer = base.model.tokenizer else {
      throw base.model.tokenizerFailure ?? EmbeddingsError.noTokenizer(model: path)
    }
    let tokens = try ResponseTokens(
      questions, abstention: study.abstention, tokenizer: tokenizer)
    let layers = base.parameters.configuration.layers
    var adapters = LoRAConfiguration()
    (adapters.rank, adapters.alpha) = (rank, Float(rank))
    adapters.blocks = (firstBlock ?? 2 * layers / 3)..<layers
    var options = FinetuningBackend.Options()
    (options.steps, options.batch) = (steps, batch)
    (options.learningRate, options.curve) = (learningRate, curve)
    return try FinetuningBackend(
      .adapters(base, adapters), tokens: tokens, names: questions.sharedAnswers ?? [],
      abstention: study.abstention, options: options, reduction: study.reduction,
      identity: try base.model.fingerprint())
  }
}
