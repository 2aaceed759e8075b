public import TextFiles

/// What decides every number of the default study in the closed-form world.
public struct WorldStudySettings: Sendable {
  /// The world.
  public var world = GaussianWorldSettings()
  /// Finetuning and held-out questions of each seed.
  public var training = 3000
  public var heldOut = 2000
  /// How many worlds are drawn, each with its own questions; runs in the sense of intervals.
  public var seeds = 3
  /// The seed that all others come from.
  public var seed: UInt64 = 0
  /// The share of finetuning questions that counts as unfamiliar.
  public var unfamiliarShare = 0.4
  /// The supervision schemes.
  public var schemes: [SupervisionScheme] = [
    .truth, SupervisionScheme(.positions([1, 2])), .abstainOnUnfamiliar, .abstainAtRandom,
    SupervisionScheme(.soft(.abstain, share: 0.5)), SupervisionScheme(.drop),
    SupervisionScheme(.downWeight(0.25)), SupervisionScheme(.adversarial),
    SupervisionScheme(.positions([1, 2]), on: .familiar),
  ]
  /// Rewards of abstaining, beside +2 for right and -3 for wrong.
  public var abstentionRewards = [-3, -2.5, -2, -1.75, -1.5, -1, -0.5, 0, 1]
  /// How token losses are joined, and the tokens of an option and of abstaining.
  public var reduction = LossReduction.tokenSum
  public var optionTokens = 1
  public var abstentionTokens = 1
  /// Questions and Adam steps of the runs that can memorise.
  public var memorizationQuestions = 500
  public var memorizationSteps = 1024
  /// Bootstrap resamples of every interval.
  public var resamples = 500

  /// The default study.
  public init() {}

  /// The answers: the world's options and abstention.
  public var space: AnswerSpace { .letters(world.options, abstention: true) }

  /// The tokens of each answer.
  var responseTokens: [Int] {
    [Int](repeating: optionTokens, count: world.options) + [abstentionTokens]
  }

  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` in a sentence.
  public func check() throws {
    try world.check()
    func require(_ holds: Bool, _ sentence: String) throws {
      if !holds { throw HedgedPredictionError.badSetting(sentence) }
    }
    try require(
      training >= 100 && heldOut >= 100 && memorizationQuestions >= 50,
      "A study needs at least 100 finetuning and 100 held-out questions.")
    try require(seeds >= 1, "A study needs at least one seed.")
    try require(
      unfamiliarShare > 0 && unfamiliarShare < 1,
      "The unfamiliar share must lie between 0 and 1; found \(unfamiliarShare).")
    try require(!schemes.isEmpty, "A study needs at least one scheme.")
    try require(
      Set(schemes.map(\.name)).count == schemes.count, "Every scheme is named once in a study.")
    try require(
      optionTokens > 0 && abstentionTokens > 0, "Responses have at least one token.")
    try require(
      memorizationSteps > 0 && resamples >= 0, "Steps must be positive and resamples at least 0.")
    try require(
      abstentionRewards.allSatisfy(\.isFinite), "Rewards of abstaining must be finite.")
  }

  /// The settings as data; results are reused only under equal settings.
  public var json: JSONValue {
    [
      "schema": 1, "world": world.json, "training": .integer(Int64(training)),
      "held_out": .integer(Int64(heldOut)), "seeds": .integer(Int64(seeds)),
      "seed": .string(String(seed)), "unfamiliar_share": .number(unfamiliarShare),
      "schemes": .array(schemes.map { .string($0.name) }),
      "abstention_rewards": .array(abstentionRewards.map(JSONValue.number)),
      "reduction": .string(reduction.rawValue),
      "option_tokens": .integer(Int64(optionTokens)),
      "abstention_tokens": .integer(Int64(abstentionTokens)),
      "memorization_questions": .integer(Int64(memorizationQuestions)),
      "memorization_steps": .integer(Int64(memorizationSteps)),
      "resamples": .integer(Int64(resamples)),
    ]
  }
}
