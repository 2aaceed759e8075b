/// What a head is trained to make small; all are means over examples.
public enum HeadLoss: String, Sendable, CaseIterable {
  /// -log softmax at the class, or against a distribution over classes; nats.
  case crossEntropy = "cross_entropy"
  /// (prediction - target)².
  case squaredError = "squared_error"
  /// (prediction - target)² / max(target, 0.1): small entropies count more.
  case entropyWeighted = "entropy_weighted"
  /// (prediction - target)² + max(target - prediction, 0)²: too low an entropy costs double.
  case underestimatePenalised = "underestimate_penalised"

  /// Whether examples have a class instead of a number.
  public var isClassification: Bool { self == .crossEntropy }
}

/// How a head is built and trained.
public struct HeadOptions: Sendable, Equatable {
  /// Widths of the hidden layers; none for a linear head.
  public var hidden = [2048]
  /// Chance that a hidden value is left out in training, in front of the ReLU.
  public var dropout = 0.1
  /// What is made small.
  public var loss = HeadLoss.crossEntropy
  /// Outputs of a classification; a regression has one.
  public var classes = 2
  /// Adam's step; no decay, no schedule.
  public var learningRate: Float = 1e-4
  /// Examples a step.
  public var batch = 64
  /// The most passes over the training examples, each in an order of its own.
  public var epochs = 1000
  /// Steps between validations.
  public var validationInterval = 200
  /// Validations without a new best before training ends; nil to use up all epochs.
  public var patience: Int? = 20
  /// Whether features are brought to mean 0 and deviation 1 first.
  public var standardises = false
  /// Seed of weights, order and dropout.
  public var seed: UInt64 = 42

  /// The multilayer perceptron of Ahdritz et al. 2024: one hidden layer of 2048 with dropout 0.1,
  /// Adam at 1e-4, 64 examples a step, validated every 200 steps, the lowest validation loss kept.
  /// They stopped by hand; here `patience` does.
  public init() {}

  /// That perceptron.
  public static let paperMLP = HeadOptions()

  /// The most steps that training on some examples can take.
  public func steps(examples: Int) -> Int { epochs * ((examples + batch - 1) / batch) }

  /// The number of outputs.
  var outputs: Int { loss.isClassification ? classes : 1 }

  /// Throws ``ProbesError/badOption(_:)`` for settings that mean nothing.
  public func check() throws {
    func require(_ isGood: Bool, _ sentence: String) throws {
      guard isGood else { throw ProbesError.badOption(sentence) }
    }
    try require(hidden.allSatisfy { $0 > 0 }, "A hidden layer of a head needs a positive width.")
    try require((0..<1).contains(dropout), "Dropout goes from 0 to below 1, not \(dropout).")
    try require(
      !loss.isClassification || classes > 1, "A classification needs at least two classes.")
    try require(
      learningRate > 0 && learningRate.isFinite,
      "The learning rate of a head is positive, not \(learningRate).")
    try require(
      batch > 0 && epochs > 0 && validationInterval > 0 && (patience ?? 1) > 0,
      "Batch, epochs, validation interval and patience of a head are positive.")
  }
}
