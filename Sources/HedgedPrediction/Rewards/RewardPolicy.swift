import Foundation

/// Reinforcement learning of a head with the exact gradient of the expected reward: no samples, so
/// what is left is the objective itself.
public struct RewardPolicy: Sendable {
  /// The rewards.
  public let rewards: RewardRule
  /// β of reward - β KL(policy ‖ start); 0 for none.
  public let coefficient: Double
  /// Steps of full-batch Adam, and its learning rate.
  public let steps: Int
  public let learningRate: Double

  /// A policy optimisation.
  public init(
    _ rewards: RewardRule, coefficient: Double = 0, steps: Int = 800, learningRate: Double = 0.1
  ) {
    (self.rewards, self.coefficient) = (rewards, coefficient)
    (self.steps, self.learningRate) = (steps, learningRate)
  }

  /// The head after finetuning from `start` on these questions; the reward of abstaining counts only
  /// where the head can abstain.
  ///
  /// The derivative of the mean reward by logit a is π(a) (R(a) - Σ π R), with R reduced by
  /// β ln(π / π₀) under a KL penalty. O(steps × questions × places).
  public func trained(from start: EvidenceHead, on questions: WorldQuestions) -> EvidenceHead {
    let places = start.biases.count
    let options = questions.settings.options
    let reference =
      coefficient > 0
      ? (0..<questions.count).map {
        start.predict(questions.evidence($0)).map { log(max($0, 1e-300)) }
      } : []
    return HeadDescent(steps: steps, learningRate: learningRate).minimize(
      from: start, on: questions
    ) { question, p, gradient in
      var mean = 0.0
      for place in 0..<places {
        var reward = self.reward(place, truth: questions.truths[question], options: options)
        if coefficient > 0 {
          reward -= coefficient * (log(max(p[place], 1e-300)) - reference[question][place])
        }
        gradient[place] = reward
        mean += p[place] * reward
      }
      for place in 0..<places { gradient[place] = -p[place] * (gradient[place] - mean) }
    }
  }

  /// What an action earns.
  func reward(_ action: Int, truth: Int, options: Int) -> Double {
    action == truth
      ? rewards.right : action < options ? rewards.wrong : rewards.abstain ?? rewards.wrong
  }
}
