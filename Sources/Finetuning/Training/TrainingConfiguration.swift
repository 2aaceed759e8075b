/// How to train: everything but the model and the data.
public struct TrainingConfiguration: Sendable, Equatable {
  /// Optimiser steps in all.
  public var steps = 1_000
  /// Tokens of a step: sequences are added until there are as many. Only as many as fit a pass are
  /// held at once, so large values accumulate gradients.
  public var batchTokens = 16_384
  /// The peak learning rate.
  public var learningRate: Float = 1e-3
  /// Steps over which the learning rate grows to its peak.
  public var warmUpSteps = 50
  /// The learning rate of the last step as a share of the peak.
  public var finalShare: Float = 0.1
  /// Decoupled weight decay.
  public var weightDecay: Float = 0.1
  /// Whether decay also pulls norms and biases.
  public var decaysNormsAndBiases = false
  /// Decay rates of the optimiser's running means.
  public var beta1: Float = 0.9
  public var beta2: Float = 0.95
  /// Added to the root of the mean square.
  public var epsilon: Float = 1e-8
  /// Largest norm of a step's gradient; nil for no limit.
  public var gradientClip: Float? = 1
  /// How losses become one number.
  public var reduction = LossReduction.tokenMean
  /// Seed of the initial weights, the order of the data and dropped inputs.
  public var seed: UInt64 = 0
  /// Steps between validations; nil for one at the end only.
  public var validationInterval: Int?
  /// Steps between checkpoints; nil for none but the result.
  public var checkpointInterval: Int?

  /// The defaults, for small models from scratch.
  public init() {}

  func validate() throws {
    func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
      if !condition { throw FinetuningError.badSetting(sentence()) }
    }
    try require(steps > 0, "The number of steps is \(steps); it must be positive.")
    try require(batchTokens > 0, "A step has \(batchTokens) tokens; it needs at least one.")
    try require(
      learningRate > 0 && learningRate.isFinite,
      "The learning rate is \(learningRate); it must be positive.")
    try require(
      warmUpSteps >= 0 && warmUpSteps <= steps,
      "The warm-up takes \(warmUpSteps) of \(steps) steps; give a number from 0 to \(steps).")
    try require(
      (0...1).contains(finalShare),
      "The last learning rate is \(finalShare) of the peak; give a share from 0 to 1.")
    try require(
      weightDecay >= 0 && weightDecay.isFinite,
      "The weight decay is \(weightDecay); it cannot be negative.")
    try require(
      (0..<1).contains(beta1) && (0..<1).contains(beta2),
      "The betas are \(beta1) and \(beta2); both must be at least 0 and below 1.")
    try require(epsilon > 0, "Epsilon is \(epsilon); it must be positive.")
    try require(
      gradientClip.map { $0 > 0 } ?? true, "Gradients cannot be clipped to a norm of zero or less.")
    try require(
      (validationInterval ?? 1) > 0 && (checkpointInterval ?? 1) > 0,
      "The steps between validations or checkpoints must be positive.")
  }
}

/// What a run tells after every step.
public struct TrainingProgress: Sendable, Equatable {
  /// Steps taken, and steps in all.
  public var step: Int
  public var steps: Int
  /// The step's loss, nats a weighted position for means.
  public var loss: Double
  /// The gradient's norm before clipping.
  public var gradientNorm: Double
  /// The step's learning rate.
  public var learningRate: Float
  /// Tokens of this step.
  public var tokens: Int
  /// The loss on the validation sequences, where this step measured it.
  public var validationLoss: Double?
  /// Seconds the step took, without validation and checkpoint.
  public var seconds: Double
}
