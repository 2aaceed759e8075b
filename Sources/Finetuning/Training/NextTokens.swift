import LanguageModels
import LinearAlgebra

/// What a model that is being trained gives to some next tokens, between steps.
public enum NextTokens {
  /// ln p of each of `tokens` after every prompt under adapters on a frozen base, prompts × tokens,
  /// nats. Throws for prompts and tokens outside the model's limits. The frozen blocks run once a
  /// prompt and base.
  public static func logProbabilities(
    _ tokens: [Int32], after prompts: [[Int32]], _ base: FrozenBase, adapters: AdapterSet
  ) throws -> [[Double]] {
    let engine = try LoRA.engine(base, adapters)
    return try logProbabilities(
      tokens, after: prompts, engine, FrozenInputs(base, firstBlock: adapters.firstBlock))
  }

  /// The same under a whole model's own parameters.
  public static func logProbabilities(
    _ tokens: [Int32], after prompts: [[Int32]], _ parameters: Parameters
  ) throws -> [[Double]] {
    let engine = GradientEngine(
      parameters, tokens: Pretraining.tokensPerPass(parameters.configuration))
    return try logProbabilities(tokens, after: prompts, engine, EmbeddedTokens())
  }

  private static func logProbabilities(
    _ tokens: [Int32], after prompts: [[Int32]], _ engine: GradientEngine,
    _ inputs: some BlockInputs
  ) throws -> [[Double]] {
    let model = engine.parameters.configuration
    if let bad = tokens.first(where: { !(0..<model.vocabularySize).contains(Int($0)) }) {
      throw FinetuningError.badData(
        "Token \(bad) is not in the vocabulary of \(model.vocabularySize) tokens.")
    }
    let sequences = prompts.map { prompt in
      TrainingSequence(tokens: prompt, softTargets: [prompt.count - 1: []])
    }
    for (number, sequence) in sequences.enumerated() {
      try sequence.validate(
        number: number, vocabularySize: model.vocabularySize, contextLength: model.contextLength)
    }
    guard !sequences.isEmpty else { return [] }
    let batches = try engine.pack(sequences, .sum)
    return engine.nextTokens(tokens, after: batches, input: try inputs.prepare(sequences, batches))
  }
}
