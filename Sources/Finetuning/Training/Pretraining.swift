public import LanguageModels
import LinearAlgebra
import Statistics
public import TensorFiles

/// Training of whole models: from nothing, or on from a model's files.
public enum Pretraining {
  /// A finished run.
  public struct Result: Sendable {
    /// The trained model.
    public let parameters: Parameters
    /// The loss on the validation sequences at the end; nil without any.
    public let validationLoss: Double?
  }

  /// Where a run writes.
  public struct Output: Sendable {
    /// The folder that becomes a Hugging Face model; checkpoints lie in its `checkpoints`.
    public var folder: String
    /// A tokenizer.json to copy into it.
    public var tokenizer: String?
    /// What the finished weights are rounded to; checkpoints stay float32.
    public var dtype: FloatType

    /// A folder and, where there is one, the tokenizer that belongs to the model.
    public init(folder: String, tokenizer: String? = nil, dtype: FloatType = .float32) {
      self.folder = folder
      self.tokenizer = tokenizer
      self.dtype = dtype
    }
  }

  /// Trains a new model, its weights drawn from the seed's stream `weights`.
  ///
  /// The same model, data and configuration give the same weights to the last bit, on any number of
  /// threads, and also when the run is killed and started again with the same `output` (it then goes
  /// on from the newest checkpoint). Throws sentences: settings, sequences longer than the context,
  /// ids outside the vocabulary, a loss that is no longer finite, a full disk. An error that
  /// `progress` throws ends the run after a checkpoint.
  ///
  /// Cost: about six operations a parameter and token; memory for up to 8 gradients, two moments
  /// and the activations of `passTokens` tokens a thread.
  public static func run(
    _ model: ModelConfiguration, source: SequenceSource, validation: [TrainingSequence] = [],
    configuration: TrainingConfiguration, output: Output? = nil, passTokens: Int? = nil,
    progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> Result {
    let generator = RandomGenerator(seed: configuration.seed).child("weights")
    return try run(
      Parameters(random: model, generator: generator), source: source, validation: validation,
      configuration: configuration, output: output, passTokens: passTokens, progress: progress)
  }

  /// Goes on training a model with all its weights; `parameters` are changed in place.
  public static func run(
    _ parameters: Parameters, source: SequenceSource, validation: [TrainingSequence] = [],
    configuration: TrainingConfiguration, output: Output? = nil, passTokens: Int? = nil,
    progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> Result {
    let engine = GradientEngine(
      parameters, tokens: passTokens ?? tokensPerPass(parameters.configuration))
    let trainer = try Trainer(
      parameters, engine: engine, configuration: configuration, source: source,
      validation: validation,
      checkpoints: output.map {
        CheckpointFolder(path: $0.folder + "/checkpoints", tokenizer: $0.tokenizer)
      })
    let validationLoss = try trainer.run(progress)
    if let output {
      try parameters.write(
        to: output.folder, tokenizer: output.tokenizer, dtype: output.dtype)
    }
    return Result(parameters: parameters, validationLoss: validationLoss)
  }

  /// Tokens whose activations stay in the caches that a core has to itself and shares.
  static func tokensPerPass(_ configuration: ModelConfiguration) -> Int {
    let perToken =
      configuration.layers * (6 * configuration.width + 2 * configuration.feedForwardWidth)
    return min(1_024, max(256, (1 << 21) / perToken))
  }
}
