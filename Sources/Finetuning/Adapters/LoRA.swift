import LanguageModels
import LinearAlgebra
import Statistics

/// Low-rank adaptation of a frozen model.
public enum LoRA {
  /// A finished run.
  public struct Result: Sendable {
    /// The trained adapters.
    public let adapters: AdapterSet
    /// The loss on the validation sequences at the end; nil without any.
    public let validationLoss: Double?
  }

  /// Trains new adapters on a frozen base, drawn from the seed's stream `adapters`.
  ///
  /// Blocks below the lowest adapter run once a text, the others forward and backward. Promises,
  /// errors and checkpoints are those of ``Pretraining``; the result is written to `output` in PEFT's
  /// layout. Cost: about four operations a parameter of the adapted blocks and token, and the head's
  /// over the positions with a loss.
  public static func run(
    _ base: FrozenBase, adapters: LoRAConfiguration, source: SequenceSource,
    validation: [TrainingSequence] = [], configuration: TrainingConfiguration,
    output: Pretraining.Output? = nil, progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> Result {
    let generator = RandomGenerator(seed: configuration.seed).child("adapters")
    let set = try AdapterSet(adapters, for: base.parameters, generator: generator)
    let validationLoss = try train(
      set, base, source: source, validation: validation, configuration: configuration,
      output: output, progress: progress)
    return Result(adapters: set, validationLoss: validationLoss)
  }

  /// Trains adapters of the caller's, which may be looked at whenever `progress` is called; returns
  /// the last validation loss. Otherwise as ``run(_:adapters:source:validation:configuration:output:progress:)``.
  public static func train(
    _ set: AdapterSet, _ base: FrozenBase, source: SequenceSource,
    validation: [TrainingSequence] = [], configuration: TrainingConfiguration,
    output: Pretraining.Output? = nil, progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws -> Double? {
    let trainer = try Trainer(
      set, engine: try engine(base, set), configuration: configuration, source: source,
      validation: validation,
      checkpoints: output.map {
        CheckpointFolder(path: $0.folder + "/checkpoints", tokenizer: $0.tokenizer)
      }, inputs: FrozenInputs(base, firstBlock: set.firstBlock))
    let validationLoss = try trainer.run(progress)
    if let output { try set.write(to: output.folder, tokenizer: output.tokenizer) }
    return validationLoss
  }

  /// Log-probability of each sequence's targets under the adapted model: the sum over positions of
  /// weight · Σ p ln q, in nats, nothing dropped. Throws as training does.
  public static func logProbabilities(
    _ sequences: [TrainingSequence], _ base: FrozenBase, adapters: AdapterSet
  ) throws -> [Double] {
    let model = base.model.configuration
    for (number, sequence) in sequences.enumerated() {
      try sequence.validate(
        number: number, vocabularySize: model.vocabularySize, contextLength: model.contextLength)
    }
    let engine = try engine(base, adapters)
    // One sequence a batch, so that a batch's loss is a sequence's.
    let batches = sequences.indices.map { PackedBatch(sequences, $0..<$0 + 1) { _ in 1 } }
    let inputs = try FrozenInputs(base, firstBlock: adapters.firstBlock).prepare(
      sequences, batches)
    return engine.losses(batches, input: inputs).map { -$0 }
  }

  static func engine(_ base: FrozenBase, _ adapters: AdapterSet) throws -> GradientEngine {
    let firstBlock = adapters.firstBlock
    return GradientEngine(
      base.parameters, adapters: adapters, frozen: try base.projections(from: firstBlock),
      firstBlock: firstBlock, tokens: 1_024)
  }
}
