/// One arm in a world with one seed: the supervised questions, the fitted head and its predictions.
public struct WorldRun: Sendable {
  /// The supervision.
  public let arm: Arm
  /// The finetuning questions with their right options where the scheme puts them.
  public let training: WorldQuestions
  /// The fitted head.
  public let head: EvidenceHead

  /// Fits a head to an arm: exactly for cross-entropy with or without label smoothing, by `steps` of
  /// Adam for squared error. The calculus's reduction and response lengths weigh the answers as a
  /// trainer would. For rewards see ``RewardPolicy``, for reward models ``MarginRewardModel``.
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` for the objectives of those.
  public init(
    _ arm: Arm, of questions: WorldQuestions, calculus: HedgeCalculus, steps: Int = 1000
  ) throws {
    self.arm = arm
    training = questions.placed(arm.examples.map(\.source), at: arm.examples.map(\.truth))
    let targets = arm.examples.map { Self.target($0, calculus: calculus) }
    switch calculus.objective {
    case .crossEntropy, .labelSmoothing:
      head = try EvidenceHead.fit(training, targets: targets).head
    case .squaredError:
      head = EvidenceHead.fitSquaredError(training, targets: targets, steps: steps)
    case .reward, .regularizedReward, .rewardModel:
      throw HedgedPredictionError.badSetting(
        "Supervised finetuning has no rewards; found the objective \(calculus.objective.text).")
    }
  }

  /// The target as the trainer's loss really weighs it.
  static func target(_ example: SupervisedExample, calculus: HedgeCalculus) -> WeightedTarget {
    var weights = example.target
    for place in weights.indices {
      let tokens = calculus.responseTokens[place]
      weights[place] *= calculus.reduction.decisionWeight(tokens: tokens)
    }
    let mass = weights.reduce(0, +)
    var distribution = weights.map { $0 / mass }
    if case .labelSmoothing(let share) = calculus.objective {
      let floor = share / Double(distribution.count)
      distribution = distribution.map { (1 - share) * $0 + floor }
    }
    return WeightedTarget(distribution, weight: example.weight * mass)
  }

  /// Predictions for the unfamiliar training questions, where the bias's stationarity condition says
  /// that their mean equals the hedge once familiar ones are fitted.
  public func unfamiliarTrainingPredictions(space: AnswerSpace) throws -> AnswerPredictions {
    let places = arm.examples.indices.filter { arm.examples[$0].isUnfamiliar }
    let part = training.placed(places, at: places.map { training.truths[$0] })
    return try part.predictions(head, space: space, axis: .oracle)
  }

  /// The mean prediction over all training questions, weighed as the loss weighs them; with free
  /// biases it equals the weighted mean target exactly, whatever the features.
  public func meanTrainingPrediction(_ calculus: HedgeCalculus) -> [Double] {
    var sums = [Double](repeating: 0, count: head.biases.count)
    var total = 0.0
    for (question, example) in arm.examples.enumerated() {
      let weight = Self.target(example, calculus: calculus).weight
      let p = head.predict(training.evidence(question))
      for place in sums.indices { sums[place] += weight * p[place] }
      total += weight
    }
    return sums.map { $0 / total }
  }
}
