import Foundation
public import Statistics

/// Reinforcement learning from sampled answers: PPO's clipped surrogate, which with one epoch is
/// REINFORCE with a batch baseline.
///
/// The log-probabilities of sampled actions are always those of the policy that sampled them, with a
/// KL penalty and without one. (Code that stores a constant when the penalty is off has ratios far
/// from 1 at the first epoch, which drops every sample with a negative advantage.)
public struct SampledPolicy: Sendable {
  /// One sampled answer.
  public struct Sample: Sendable, Equatable {
    /// The question and the action taken.
    public let question, action: Int
    /// ln π(action) of the policy that took it.
    public let logProbability: Double
    /// The reward, with the KL penalty taken off.
    public let reward: Double
    /// The reward minus the batch's mean.
    public var advantage = 0.0
  }

  /// The objective and its rewards.
  public let policy: RewardPolicy
  /// Samples an iteration, and passes over them.
  public var rollouts = 256
  public var epochs = 4
  /// PPO's clip ε: ratios leave no gradient beyond 1 ± ε in the direction that they moved.
  public var clip = 0.2
  /// Iterations of sampling.
  public var iterations = 600
  /// Adam's learning rate.
  public var learningRate = 0.03

  /// PPO for the same objective as an exact policy.
  public init(_ policy: RewardPolicy) { self.policy = policy }

  /// The head after all iterations.
  public func trained(
    from start: EvidenceHead, on questions: WorldQuestions, generator: RandomGenerator
  ) -> EvidenceHead {
    var draws = generator
    var parameters = [start.slope] + start.biases
    var adam = AdamState(parameters.count, learningRate: learningRate)
    for _ in 0..<iterations {
      let head = EvidenceHead(slope: parameters[0], biases: Array(parameters.dropFirst()))
      let samples = sample(head, reference: start, on: questions, draws: &draws)
      for _ in 0..<epochs {
        let now = EvidenceHead(slope: parameters[0], biases: Array(parameters.dropFirst()))
        adam.update(&parameters, gradient(now, samples, on: questions).map { -$0 })
      }
    }
    return EvidenceHead(slope: parameters[0], biases: Array(parameters.dropFirst()))
  }

  /// Samples questions and answers from `head`.
  public func sample(
    _ head: EvidenceHead, reference: EvidenceHead, on questions: WorldQuestions,
    draws: inout RandomGenerator
  ) -> [Sample] {
    let options = questions.settings.options
    var samples = (0..<rollouts).map { _ -> Sample in
      let question = draws.integer(below: questions.count)
      let p = head.predict(questions.evidence(question))
      let action = draws.categorical(p)
      var reward = policy.reward(action, truth: questions.truths[question], options: options)
      if policy.coefficient > 0 {
        let start = reference.predict(questions.evidence(question))[action]
        reward -= policy.coefficient * (log(p[action]) - log(max(start, 1e-300)))
      }
      return Sample(
        question: question, action: action, logProbability: log(p[action]), reward: reward)
    }
    let mean = Statistics.Sample.mean(samples.map(\.reward))
    for place in samples.indices { samples[place].advantage = samples[place].reward - mean }
    return samples
  }

  /// π_now / π_old of every sample: exactly 1 before the first update.
  public func ratios(
    _ head: EvidenceHead, _ samples: [Sample], on questions: WorldQuestions
  ) -> [Double] {
    samples.map {
      exp(log(head.predict(questions.evidence($0.question))[$0.action]) - $0.logProbability)
    }
  }

  /// The gradient of the clipped surrogate mean(min(r A, clip(r) A)) by slope and biases.
  public func gradient(
    _ head: EvidenceHead, _ samples: [Sample], on questions: WorldQuestions
  ) -> [Double] {
    var gradient = [Double](repeating: 0, count: head.biases.count + 1)
    for sample in samples {
      let evidence = questions.evidence(sample.question)
      let p = head.predict(evidence)
      let ratio = exp(log(p[sample.action]) - sample.logProbability)
      let isClipped = sample.advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip
      if isClipped { continue }
      let weight = ratio * sample.advantage / Double(samples.count)
      for place in p.indices {
        let direction = weight * ((place == sample.action ? 1 : 0) - p[place])
        gradient[place + 1] += direction
        if place < evidence.count {
          gradient[0] += direction * evidence[evidence.startIndex + place]
        }
      }
    }
    return gradient
  }
}

extension RandomGenerator {
  /// A place drawn with these probabilities.
  mutating func categorical(_ probabilities: [Double]) -> Int {
    var rest = uniform()
    for (place, probability) in probabilities.enumerated() {
      rest -= probability
      if rest < 0 { return place }
    }
    return probabilities.lastIndex { $0 > 0 } ?? 0
  }
}
