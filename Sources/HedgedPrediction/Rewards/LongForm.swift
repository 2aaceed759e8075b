import Foundation
public import Statistics

/// Responses of several facts about one entity, paid 2 for each true fact and -3 for each false one,
/// with omitting a fact free: what a reward model's hedge does to a policy that may leave facts out.
public struct LongForm: Sendable {
  /// What decides a comparison.
  public struct Settings: Sendable, Equatable {
    /// Facts an entity has.
    public var facts = 6
    /// How often the stronger model that labels a standard reward model's data is right.
    public var strongerAccuracy = 0.85
    /// Noise on the reward model's evidence beyond the policy's.
    public var rewardModelNoise = 0.25
    /// Share of facts that the decomposer and judge label wrongly.
    public var labelErrors = 0.05

    /// The default comparison.
    public init() {}
  }

  /// What one reward model says and makes the policy do, one number an entity.
  public struct Outcome: Sendable {
    /// The reward model's estimate of the reward of the SFT response.
    public let estimates: [Double]
    /// True and false facts of the response after reinforcement learning.
    public let trueFacts, falseFacts: [Double]
    /// The reward model's estimate of the reward of that response.
    public let estimatesAfter: [Double]
    /// The margin above which the policy states a fact.
    public let threshold: Double
  }

  /// Familiarity of each entity.
  public let familiarity: [Double]
  /// True and false facts of the SFT response, which states all.
  public let trueFacts, falseFacts: [Double]
  private let settings: Settings
  private let training, heldOut: WorldQuestions
  private let stated, trainingStated: [Int]
  private let policy: EvidenceHead
  private let generator: RandomGenerator

  /// Writes the SFT responses of held-out and training entities; `policy` is the head finetuned on the
  /// truth, and each fact is sampled from it.
  public init(
    _ world: GaussianWorld, entities: Int, policy: EvidenceHead, settings: Settings = .init(),
    generator: RandomGenerator
  ) {
    (self.settings, self.policy, self.generator) = (settings, policy, generator)
    let facts = settings.facts
    training = world.questions(entities, facts: facts, stream: "long-form training")
    heldOut = world.questions(entities, facts: facts, stream: "long-form test")
    func sampled(_ questions: WorldQuestions, _ name: String) -> [Int] {
      var draws = generator.child(name)
      let options = questions.settings.options
      return (0..<questions.count).map { question in
        let p = Array(policy.predict(questions.evidence(question)).prefix(options))
        let total = p.reduce(0, +)
        return draws.categorical(p.map { $0 / total })
      }
    }
    trainingStated = sampled(training, "training responses")
    stated = sampled(heldOut, "responses")
    let (questions, answers) = (heldOut, stated)
    familiarity = (0..<entities).map { questions.familiarity[$0 * facts] }
    trueFacts = (0..<entities).map { entity in
      Double(
        (0..<facts).count { answers[entity * facts + $0] == questions.truths[entity * facts + $0] })
    }
    falseFacts = trueFacts.map { Double(facts) - $0 }
  }

  /// The reward 2 T - 3 F.
  public static func reward(trueFacts: Double, falseFacts: Double) -> Double {
    2 * trueFacts - 3 * falseFacts
  }

  /// Trains a reward model on such data, and the policy on the reward model.
  ///
  /// The policy leaves out facts whose own margin lies below a threshold; the threshold is the exact
  /// maximiser of the reward model's mean reward over the training entities.
  public func outcome(_ data: MarginRewardModel.Data) throws -> Outcome {
    let split = try FamiliaritySplit(
      scores: training.scores(.negativeLogLikelihood), rule: .topShare(0.4))
    let model = try MarginRewardModel(
      data, on: training, isUnfamiliar: split.isUnfamiliar, policy: policy,
      noise: settings.rewardModelNoise, labelErrors: settings.labelErrors, generator: generator)
    let believed = believedRewards(model, training, trainingStated, stream: "training scores")
    let threshold = Self.bestThreshold(
      margins: (0..<training.count).map { training.margin(of: trainingStated[$0], $0) },
      rewards: believed)
    let rewards = believedRewards(model, heldOut, stated, stream: "test scores")
    return outcome(rewards, threshold: threshold)
  }

  /// The same with the truth in place of a reward model.
  public func oracleOutcome() -> Outcome {
    func rewards(_ questions: WorldQuestions, _ stated: [Int]) -> [Double] {
      stated.indices.map { stated[$0] == questions.truths[$0] ? 2 : -3 }
    }
    let threshold = Self.bestThreshold(
      margins: (0..<training.count).map { training.margin(of: trainingStated[$0], $0) },
      rewards: rewards(training, trainingStated))
    return outcome(rewards(heldOut, stated), threshold: threshold)
  }

  private func outcome(_ rewards: [Double], threshold: Double) -> Outcome {
    let facts = settings.facts
    var result = (
      estimates: [Double](), right: [Double](), wrong: [Double](), after: [Double]()
    )
    for entity in 0..<familiarity.count {
      var sums = (all: 0.0, right: 0.0, wrong: 0.0, after: 0.0)
      for fact in entity * facts..<(entity + 1) * facts {
        sums.all += rewards[fact]
        guard heldOut.margin(of: stated[fact], fact) >= threshold else { continue }
        sums.after += rewards[fact]
        if stated[fact] == heldOut.truths[fact] { sums.right += 1 } else { sums.wrong += 1 }
      }
      result.estimates.append(sums.all)
      result.right.append(sums.right)
      result.wrong.append(sums.wrong)
      result.after.append(sums.after)
    }
    return Outcome(
      estimates: result.estimates, trueFacts: result.right, falseFacts: result.wrong,
      estimatesAfter: result.after, threshold: threshold)
  }

  /// 2 q - 3 (1 - q) of every stated fact.
  private func believedRewards(
    _ model: MarginRewardModel, _ questions: WorldQuestions, _ stated: [Int], stream: String
  ) -> [Double] {
    model.scores(questions, stream: stream).enumerated().map { question, scores in
      5 * scores[stated[question]] - 3
    }
  }

  /// The margin from which on facts are stated so that the rewards of those stated sum to the most.
  static func bestThreshold(margins: [Double], rewards: [Double]) -> Double {
    let order = margins.indices.sorted { margins[$0] > margins[$1] }
    var (sum, best, threshold) = (0.0, 0.0, Double.infinity)
    for (place, index) in order.enumerated() {
      sum += rewards[index]
      let isTied = place + 1 < order.count && margins[order[place + 1]] == margins[index]
      if !isTied, sum > best { (best, threshold) = (sum, margins[index]) }
    }
    return threshold
  }
}
