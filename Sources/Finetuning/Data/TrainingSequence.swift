/// A token and its probability in a target distribution.
public struct TokenProbability: Sendable, Equatable {
  /// The token's id.
  public var token: Int32
  /// Its probability.
  public var probability: Float

  /// A token and its probability.
  public init(token: Int32, probability: Float) {
    self.token = token
    self.probability = probability
  }
}

/// One sequence to learn from: position i predicts what follows tokens 0...i.
public struct TrainingSequence: Sendable, Equatable {
  /// Token ids.
  public var tokens: [Int32]
  /// Weight of each position's loss, as many as tokens; zero leaves a position out. Nil for one
  /// everywhere.
  public var weights: [Float]?
  /// Distributions to learn instead of the next token, by position.
  public var softTargets: [Int: [TokenProbability]]

  /// A sequence; by default every position learns its next token.
  public init(
    tokens: [Int32], weights: [Float]? = nil, softTargets: [Int: [TokenProbability]] = [:]
  ) {
    self.tokens = tokens
    self.weights = weights
    self.softTargets = softTargets
  }

  /// The weight of a position; the last one has a loss only with a target of its own.
  func weight(_ position: Int) -> Float {
    if position == tokens.count - 1, softTargets[position] == nil { return 0 }
    return weights?[position] ?? 1
  }

  /// The sum of all weights.
  public var totalWeight: Double {
    tokens.indices.reduce(0) { $0 + Double(weight($1)) }
  }

  func validate(number: Int, vocabularySize: Int, contextLength: Int) throws {
    guard !tokens.isEmpty else {
      throw FinetuningError.badData("Sequence \(number) has no tokens.")
    }
    guard tokens.count <= contextLength else {
      throw FinetuningError.badData(
        "Sequence \(number) has \(tokens.count) tokens, but the model's context is "
          + "\(contextLength); cut it or train on streams.")
    }
    if let weights, weights.count != tokens.count {
      throw FinetuningError.badData(
        "Sequence \(number) has \(tokens.count) tokens but \(weights.count) weights; "
          + "give one weight a token.")
    }
    if let weights, let bad = weights.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
      throw FinetuningError.badData(
        "Weight \(bad) of sequence \(number) is \(weights[bad]); weights are finite and not negative."
      )
    }
    let targets = softTargets.values.joined().map(\.token)
    for token in tokens + targets where !(0..<vocabularySize).contains(Int(token)) {
      throw FinetuningError.badData(
        "Sequence \(number) holds token \(token), which is not in the vocabulary of "
          + "\(vocabularySize) tokens; were the ids made with this model's tokenizer?")
    }
    if let position = softTargets.keys.first(where: { !tokens.indices.contains($0) }) {
      throw FinetuningError.badData(
        "Sequence \(number) has a target at position \(position), but only \(tokens.count) tokens.")
    }
  }
}

/// How a step's losses become one number; the gradient is that number's.
public enum LossReduction: String, Sendable, CaseIterable {
  /// The weighted mean over all positions of the step.
  case tokenMean
  /// The mean over sequences of each one's weighted mean: long answers weigh no more than short ones.
  case sequenceMean
  /// The weighted sum over all positions.
  case sum
}
