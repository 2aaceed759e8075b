/// What finetuning minimises or maximises.
public enum Objective: Sendable, Equatable {
  /// Cross-entropy with the target: ordinary supervised finetuning.
  case crossEntropy
  /// The squared distance from the target vector (Brier).
  case squaredError
  /// Cross-entropy with (1 - ε) target + ε uniform over the whole answer space.
  case labelSmoothing(Double)
  /// The expected reward.
  case reward(RewardRule)
  /// The expected reward minus `coefficient` times KL(policy ‖ `reference`).
  case regularizedReward(RewardRule, coefficient: Double, reference: [Double])
  /// Binary cross-entropy of a reward model; targets are over (low, high).
  case rewardModel

  /// The objective in words.
  public var text: String {
    switch self {
    case .crossEntropy: "cross-entropy"
    case .squaredError: "squared error"
    case .labelSmoothing(let share): "cross-entropy with label smoothing \(shortest(share))"
    case .reward(let rule): "reward: \(rule.text)"
    case .regularizedReward(let rule, let coefficient, _):
      "reward: \(rule.text); KL coefficient \(shortest(coefficient))"
    case .rewardModel: "reward model, binary cross-entropy"
    }
  }

  /// The rewards, where the objective has some.
  public var rewards: RewardRule? {
    switch self {
    case .reward(let rule), .regularizedReward(let rule, _, _): rule
    default: nil
    }
  }

  func check(places: Int) throws {
    switch self {
    case .labelSmoothing(let share) where !(0...1).contains(share):
      throw HedgedPredictionError.badSetting(
        "Label smoothing takes a share in 0...1; found \(share).")
    case .regularizedReward(_, let coefficient, let reference):
      guard coefficient > 0, coefficient.isFinite else {
        throw HedgedPredictionError.badSetting(
          "A KL coefficient must be positive; found \(coefficient). Use plain rewards for none.")
      }
      try checkDistribution(reference, places: places, name: "The reference policy")
    case .rewardModel where places != 2:
      throw HedgedPredictionError.badSetting(
        "A reward model's targets are over two places, low and high; found \(places).")
    default: break
    }
  }
}
