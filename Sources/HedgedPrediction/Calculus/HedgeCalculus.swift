import Foundation

/// From an objective and the targets of the unfamiliar examples to the hedge, in closed form.
///
/// The hedge is argmin over input-independent P of Σᵢ wᵢ L(P, targetᵢ) (Kang et al. 2024):
///
/// | objective | hedge | unique |
/// |---|---|---|
/// | cross-entropy, squared error, reward model | the weighted mean target | yes |
/// | label smoothing ε | (1 - ε) mean target + ε uniform | yes |
/// | reward | anything on argmax of the mean reward | only if one answer is best |
/// | reward - β KL(P ‖ π₀) | ∝ π₀ exp(mean reward / β) | yes |
public struct HedgeCalculus: Sendable, Equatable {
  /// What is optimised.
  public let objective: Objective
  /// The answers.
  public let space: AnswerSpace
  /// How token losses are joined.
  public let reduction: LossReduction
  /// The tokens of the response to each place of the space, all 1 unless given.
  public let responseTokens: [Int]

  /// A calculus; give `responseTokens` where responses differ in length and the reduction cares.
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` for settings that fit no objective.
  public init(
    _ objective: Objective, space: AnswerSpace, reduction: LossReduction = .tokenSum,
    responseTokens: [Int]? = nil
  ) throws {
    let tokens = responseTokens ?? [Int](repeating: 1, count: space.count)
    guard tokens.count == space.count, tokens.allSatisfy({ $0 > 0 }) else {
      throw HedgedPredictionError.badSetting(
        "Response lengths are needed for all \(space.count) answers, each at least 1 token.")
    }
    try objective.check(places: space.count)
    (self.objective, self.space) = (objective, space)
    (self.reduction, self.responseTokens) = (reduction, tokens)
  }

  /// The hedge of these unfamiliar targets.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` without targets of positive weight, or for a
  ///   target that is no distribution over the answers. O(targets × places).
  public func hedge(of targets: [WeightedTarget]) throws -> Hedge {
    let mean = try meanTarget(of: targets)
    switch objective {
    case .crossEntropy, .squaredError, .rewardModel:
      return unique(mean, mean: mean)
    case .labelSmoothing(let share):
      let floor = share / Double(mean.count)
      return unique(mean.map { (1 - share) * $0 + floor }, mean: mean)
    case .reward(let rule):
      let rewards = rule.values(ofTruth: mean, in: space)
      let best = rewards.max() ?? .nan
      let support = rewards.indices.filter { rewards[$0] >= best - 1e-9 * max(1, abs(best)) }
      let share = 1 / Double(support.count)
      return Hedge(
        distribution: rewards.indices.map { support.contains($0) ? share : 0 }, support: support,
        isUnique: support.count == 1, value: best)
    case .regularizedReward(let rule, let coefficient, let reference):
      let rewards = rule.values(ofTruth: mean, in: space)
      // An answer that the reference never gives cannot be given, however well it is rewarded.
      let best = zip(reference, rewards).filter { $0.0 > 0 }.map(\.1).max() ?? 0
      let scores = zip(reference, rewards).map { $0 > 0 ? $0 * exp(($1 - best) / coefficient) : 0 }
      let total = scores.reduce(0, +)
      return unique(scores.map { $0 / total }, mean: mean)
    }
  }

  /// The weighted mean target, with each place weighed by the reduction's weight of its response.
  ///
  /// Rewards are paid a response, so the reduction does not enter there.
  public func meanTarget(of targets: [WeightedTarget]) throws -> [Double] {
    var sums = [Double](repeating: 0, count: space.count)
    for (index, target) in targets.enumerated() {
      try checkDistribution(
        target.distribution, places: space.count, name: "The target of example \(index)")
      guard target.weight >= 0, target.weight.isFinite else {
        throw HedgedPredictionError.badData(
          "The weight of example \(index) is \(target.weight); weights are at least 0.")
      }
      for place in sums.indices {
        sums[place] += target.weight * target.distribution[place] * weight(ofPlace: place)
      }
    }
    let total = sums.reduce(0, +)
    guard total > 0 else {
      throw HedgedPredictionError.badData(
        "No unfamiliar example with a weight above 0 is left, so there is no hedge to compute.")
    }
    return sums.map { $0 / total }
  }

  /// What the objective is for a constant prediction, when the mean target is `mean`: the quantity
  /// that the hedge minimises (losses) or maximises (rewards).
  public func value(of prediction: [Double], meanTarget mean: [Double]) -> Double {
    switch objective {
    case .crossEntropy, .rewardModel:
      return Divergence.entropy(mean) + Divergence.kullbackLeibler(mean, prediction)
    case .squaredError:
      // Σ m|P - e|² = 1 - 2 m·P + |P|² for one-hot targets; other targets shift it by a constant.
      return 1 + zip(prediction, mean).reduce(0) { $0 + $1.0 * ($1.0 - 2 * $1.1) }
    case .labelSmoothing(let share):
      let floor = share / Double(mean.count)
      let smoothed = mean.map { (1 - share) * $0 + floor }
      return Divergence.entropy(smoothed) + Divergence.kullbackLeibler(smoothed, prediction)
    case .reward(let rule):
      return zip(prediction, rule.values(ofTruth: mean, in: space)).reduce(0) { $0 + $1.0 * $1.1 }
    case .regularizedReward(let rule, let coefficient, let reference):
      let reward = zip(prediction, rule.values(ofTruth: mean, in: space)).reduce(0) {
        $0 + $1.0 * $1.1
      }
      return reward - coefficient * Divergence.kullbackLeibler(prediction, reference)
    }
  }

  private func weight(ofPlace place: Int) -> Double {
    objective.rewards == nil ? reduction.decisionWeight(tokens: responseTokens[place]) : 1
  }

  private func unique(_ distribution: [Double], mean: [Double]) -> Hedge {
    Hedge(
      distribution: distribution, support: distribution.indices.filter { distribution[$0] > 0 },
      isUnique: true, value: value(of: distribution, meanTarget: mean))
  }
}
