import ArgumentParser
import Embeddings
import Finetuning
import HedgedPrediction
import LanguageModels

/// How a model itself is finetuned: with low-rank adapters, or all of it.
struct HedgeAdapterOptions: ParsableArguments {
  @Option(help: "Rank of the adapters.")
  var rank = 16

  @Option(help: "The lowest block with adapters; two thirds up unless given.")
  var firstBlock: Int?

  @Option(help: "Sequences a step.")
  var batch = 16

  @Option(help: "Peak learning rate of the adapters or of the whole model.")
  var learningRate: Float = 1e-3

  @Flag(help: "Keep every run's adapters or model in OUTPUT/models.")
  var keepModels = false

  /// What is learnt, as token ids, with what names the data in the keys of finished runs.
  struct Task {
    let tokens: ResponseTokens
    let names: [String]
  }

  /// Questions with shared answers in the words of a model.
  func task(
    _ questions: QuestionSet, _ model: LanguageModel, abstention: String
  ) throws -> Task {
    guard let tokenizer = model.tokenizer else {
      throw model.tokenizerFailure ?? EmbeddingsError.noTokenizer(model: model.path)
    }
    return Task(
      tokens: try ResponseTokens(questions, abstention: abstention, tokenizer: tokenizer),
      names: questions.sharedAnswers ?? [])
  }

  /// Adapters on the upper blocks of a frozen model.
  func adapters(_ base: FrozenBase) -> FinetuningBackend.Target {
    let layers = base.parameters.configuration.layers
    var adapters = LoRAConfiguration()
    (adapters.rank, adapters.alpha) = (rank, Float(rank))
    adapters.blocks = (firstBlock ?? 2 * layers / 3)..<layers
    return .adapters(base, adapters)
  }

  /// A backend that trains a target.
  func backend(
    _ target: FinetuningBackend.Target, _ task: Task, model: LanguageModel,
    study: HedgeStudyOptions, steps: Int, curve: [Int], folder: String?
  ) throws -> FinetuningBackend {
    var options = FinetuningBackend.Options()
    (options.steps, options.batch) = (steps, batch)
    (options.learningRate, options.curve) = (learningRate, curve)
    return try FinetuningBackend(
      target, tokens: task.tokens, names: task.names, abstention: study.abstention,
      options: options, reduction: study.reduction, identity: try model.fingerprint(),
      keepingIn: folder)
  }
}
