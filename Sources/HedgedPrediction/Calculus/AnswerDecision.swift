/// What a reward rule makes a policy do: blind at the hedge, and knowing its own chances.
public struct AnswerDecision: Sendable, Equatable {
  /// The rewards.
  public let rewards: RewardRule
  /// The expected reward of the best blind guess on unfamiliar questions.
  public let guessValue: Double
  /// Whether abstaining earns more than that guess: above this reward the hedge switches.
  public let abstainsWhenBlind: Bool
  /// Chow's threshold on the chance of being right; nil without abstention.
  public let chowThreshold: Double?

  /// The decision when unfamiliar truths have this distribution over the options.
  public init(_ rewards: RewardRule, truth distribution: [Double], in space: AnswerSpace) {
    let best = distribution.prefix(space.options.count).max() ?? 0
    self.rewards = rewards
    guessValue = rewards.value(ofAnswerRightWith: best)
    abstainsWhenBlind = rewards.abstains(probabilityRight: best)
    chowThreshold = rewards.chowThreshold
  }

  /// The decision in a sentence or two.
  public var text: String {
    guard let abstain = rewards.abstain, let threshold = chowThreshold else {
      return "A blind guess earns \(fixed(guessValue, 3)); there is no abstaining."
    }
    return
      "A blind guess earns \(fixed(guessValue, 3)), abstaining \(shortest(abstain)): the hedge "
      + "is to \(abstainsWhenBlind ? "abstain" : "guess"). A policy that knows its chance p of "
      + "being right answers when p > \(fixed(threshold, 3)) (Chow)."
  }
}
