import Probes
import Statistics
public import TextFiles

/// The default study in the closed-form world: every supervision scheme, the causal contrasts
/// between them, a sweep over rewards, reward models, long-form responses and memorisation.
///
/// It is cut into stages, each a pure function of the settings, so that a stopped study can go on.
public struct WorldStudy: Sendable {
  /// One part of the study.
  public enum Stage: Sendable, Equatable {
    /// Finetuning under one scheme.
    case arm(SupervisionScheme)
    /// Contrasts between pairs of arms.
    case contrasts
    /// Reinforcement learning with this reward of abstaining, by exact gradients.
    case reward(abstain: Double)
    /// The same from sampled answers, with and without a KL penalty.
    case sampledReward(abstain: Double)
    /// A reward model on one kind of data.
    case rewardModel(MarginRewardModel.Data)
    /// Long-form responses under reward models.
    case longForm
    /// A head that can memorise.
    case memorization(MemorizationRun)

    /// The name in files and progress lines.
    public var name: String {
      switch self {
      case .arm(let scheme): "arm \(scheme.name)"
      case .contrasts: "contrasts"
      case .reward(let abstain): "reward \(shortest(abstain))"
      case .sampledReward(let abstain): "sampled reward \(shortest(abstain))"
      case .rewardModel(let data): "reward model \(data.name)"
      case .longForm: "long form"
      case .memorization(let run): "memorisation \(run.name)"
      }
    }
  }

  /// The questions of one seed with every arm's supervision.
  struct SeededWorld: Sendable {
    let world: GaussianWorld
    let training, heldOut: WorldQuestions
    let arms: MatchedArms
    let generator: RandomGenerator
  }

  /// What decides the numbers.
  public let settings: WorldStudySettings
  let space: AnswerSpace
  let calculus: HedgeCalculus
  let worlds: [SeededWorld]
  let bins: ScoreBins
  let options: HedgeEvaluation.Options

  /// The random abstentions that reinforcement learning starts from, as in the paper.
  static let policyStart = SupervisionScheme(.abstain, on: .random(share: 0.5))

  /// Draws the worlds and applies all schemes.
  ///
  /// - Throws: ``HedgedPredictionError`` for settings that make no study.
  public init(_ settings: WorldStudySettings) throws {
    try settings.check()
    self.settings = settings
    space = settings.space
    calculus = try HedgeCalculus(
      .crossEntropy, space: settings.space, reduction: settings.reduction,
      responseTokens: settings.responseTokens)
    // Unfamiliarity 1 - c; the last bin holds what was never or hardly met.
    bins = try ScoreBins(edges: [0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0.nextUp])
    options = .init(resamples: settings.resamples, seed: settings.seed)
    let schemes = settings.schemes + Self.needed.filter { !settings.schemes.contains($0) }
    worlds = try parallelMap(settings.seeds) { number in
      let generator = RandomGenerator(seed: settings.seed).child("world").child(number)
      let world = try GaussianWorld(settings.world, seed: generator.seed)
      let training = world.questions(settings.training, stream: "finetuning")
      let examples = try FinetuningExample.joined(
        truths: training.truths, scores: training.scores(.negativeLogLikelihood),
        space: settings.space)
      return SeededWorld(
        world: world, training: training,
        heldOut: world.questions(settings.heldOut, stream: "held out"),
        arms: try MatchedArms(
          schemes, examples: examples, split: .topShare(settings.unfamiliarShare),
          space: settings.space, steps: 1, seeds: [generator.seed], generator: generator),
        generator: generator)
    }
  }

  /// Schemes that other stages build on.
  private static let needed: [SupervisionScheme] = [.truth, .abstainOnUnfamiliar, policyStart]

  /// All stages in order.
  public var stages: [Stage] {
    let rewardModels: [MarginRewardModel.Data] = [
      .unfamiliarRight, .unfamiliarWrong, .strongerSamples(accuracy: 0.85), .ownSamples,
    ]
    let sampled = [settings.abstentionRewards.min(), settings.abstentionRewards.max()]
    return settings.schemes.map { .arm($0) } + [.contrasts]
      + settings.abstentionRewards.map { .reward(abstain: $0) }
      + sampled.compactMap { $0 }.map { .sampledReward(abstain: $0) }
      + rewardModels.map { .rewardModel($0) } + [.longForm]
      + MemorizationRun.allCases.map { .memorization($0) }
  }

  /// Computes one stage; the same settings give the same result on any number of threads.
  ///
  /// `check` may throw to stop long stages.
  public func result(of stage: Stage, check: @Sendable () throws -> Void = {}) throws -> JSONValue {
    switch stage {
    case .arm(let scheme): try armResult(scheme)
    case .contrasts: try contrastResult()
    case .reward(let abstain): try rewardResult(abstain: abstain)
    case .sampledReward(let abstain): try sampledRewardResult(abstain: abstain)
    case .rewardModel(let data): try rewardModelResult(data)
    case .longForm: try longFormResult()
    case .memorization(let run): try memorizationResult(run, check: check)
    }
  }

  /// The plan of an arm over all seeds.
  public func plan(_ scheme: SupervisionScheme) throws -> HedgePlan {
    let arms = worlds.compactMap { $0.arms.arm(scheme) }
    return try HedgePlan(
      name: scheme.name, calculus: calculus, targets: arms.flatMap(\.unfamiliarTargets),
      log: arms.first?.log)
  }
}
