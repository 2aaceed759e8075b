import LanguageModels
import LinearAlgebra
import Statistics

/// The loop that all training shares: take sequences, add up gradients, step, now and then validate
/// and write a checkpoint.
final class Trainer {
  let learnable: any Learnable
  let configuration: TrainingConfiguration
  private let engine: GradientEngine
  private let optimizer: AdamW
  private let source: SequenceSource
  private let validation: [TrainingSequence]
  private let checkpoints: CheckpointFolder?
  private let inputs: any BlockInputs
  private var order: PassOrder
  /// Sequences taken from the source so far.
  private var consumed = 0

  init(
    _ learnable: any Learnable, engine: GradientEngine, configuration: TrainingConfiguration,
    source: SequenceSource, validation: [TrainingSequence], checkpoints: CheckpointFolder?,
    inputs: any BlockInputs = EmbeddedTokens()
  ) throws {
    try configuration.validate()
    guard source.count != 0 else {
      throw FinetuningError.badData("There is nothing to learn from: the data has no sequences.")
    }
    self.learnable = learnable
    self.engine = engine
    self.configuration = configuration
    self.source = source
    self.validation = validation
    self.checkpoints = checkpoints
    self.inputs = inputs
    optimizer = AdamW(configuration, for: learnable)
    order = PassOrder(RandomGenerator(seed: configuration.seed).child("order"))
    for (number, sequence) in validation.enumerated() {
      try validate(sequence, number: number)
    }
    if let checkpoints, let found = try checkpoints.latest() {
      consumed = try checkpoints.restore(found, learnable, optimizer, configuration)
    }
  }

  /// Runs to the last step; `progress` hears of every step, and an error it throws ends the run after
  /// a checkpoint. Returns the last validation loss, nil without validation sequences.
  func run(_ progress: (TrainingProgress) throws -> Void) throws -> Double? {
    var validationLoss: Double?
    while optimizer.steps < configuration.steps {
      var report = try step()
      let isLast = optimizer.steps == configuration.steps
      if isLast || isDue(configuration.validationInterval) {
        validationLoss = try measure()
        report.validationLoss = validationLoss
      }
      do {
        try progress(report)
      } catch {
        try writeCheckpoint()
        throw error
      }
      if isDue(configuration.checkpointInterval) { try writeCheckpoint() }
    }
    return try validationLoss ?? measure()
  }

  private func isDue(_ interval: Int?) -> Bool {
    interval.map { optimizer.steps.isMultiple(of: $0) } ?? false
  }

  private func step() throws -> TrainingProgress {
    let start = ContinuousClock.now
    let number = optimizer.steps + 1
    let sequences = try takeSequences()
    let batches = try engine.pack(sequences, configuration.reduction)
    let prepared = try inputs.prepare(sequences, batches)
    let seed = RandomGenerator(seed: configuration.seed).child("dropout").child(number).seed
    let loss = engine.lossAndGradient(batches, dropoutSeed: seed, input: prepared)
    let norm = engine.gradient.norm
    guard loss.isFinite, norm.isFinite else {
      throw FinetuningError.diverged(step: number, checkpoint: try checkpoints?.latest()?.path)
    }
    let clip = configuration.gradientClip.map { min(1, Double($0) / (norm + 1e-6)) } ?? 1
    let rate = configuration.learningRate(step: number)
    optimizer.step(
      learnable.values, gradient: engine.gradient, scale: Float(clip), learningRate: rate)
    let duration = ContinuousClock.now - start
    return TrainingProgress(
      step: number, steps: configuration.steps, loss: loss, gradientNorm: norm,
      learningRate: rate, tokens: sequences.reduce(0) { $0 + $1.tokens.count }, validationLoss: nil,
      seconds: duration / .seconds(1))
  }

  private func takeSequences() throws -> [TrainingSequence] {
    var sequences: [TrainingSequence] = []
    var tokens = 0
    while tokens < configuration.batchTokens {
      let sequence = try source.sequence(at: consumed, order: &order)
      try validate(sequence, number: consumed)
      sequences.append(sequence)
      tokens += sequence.tokens.count
      consumed += 1
    }
    return sequences
  }

  private func validate(_ sequence: TrainingSequence, number: Int) throws {
    let model = engine.parameters.configuration
    try sequence.validate(
      number: number, vocabularySize: model.vocabularySize, contextLength: model.contextLength)
  }

  private func measure() throws -> Double? {
    guard !validation.isEmpty else { return nil }
    let batches = try engine.pack(validation, configuration.reduction)
    let prepared = try inputs.prepare(validation, batches)
    return engine.loss(batches, input: prepared)
  }

  private func writeCheckpoint() throws {
    try checkpoints?.write(learnable, optimizer, consumed: consumed, configuration)
  }
}

/// What enters the first block that learns.
protocol BlockInputs {
  /// Makes the inputs of all batches of `sequences` ready. The result gives a batch's, [N × width],
  /// valid as long as it is held; nil for embeddings.
  func prepare(
    _ sequences: [TrainingSequence], _ batches: [PackedBatch]
  ) throws -> @Sendable (PackedBatch) -> MatrixView<Float>?
}

/// Everything learns, from the token embeddings on.
struct EmbeddedTokens: BlockInputs {
  func prepare(
    _ sequences: [TrainingSequence], _ batches: [PackedBatch]
  ) throws -> @Sendable (PackedBatch) -> MatrixView<Float>? {
    { _ in nil }
  }
}
