import ArgumentParser
import HedgedPrediction

/// What is compared, and how it is judged.
struct HedgeStudyOptions: ParsableArguments {
  @Option(
    help: "Supervision schemes with blanks between them, as `knowable hedge plan` takes them.")
  var schemes = "truth abstain abstain@random"

  @Option(help: "Score that decides which training examples are unfamiliar.")
  var score = "gold-nll"

  @Option(help: "Share of training examples that count as unfamiliar.")
  var unfamiliarShare = 0.4

  @Option(help: "Instead of a share: unfamiliar is what scores above this.")
  var threshold: Double?

  @Option(help: "Scores on the horizontal axes, divided by commas.")
  var axes = "gold-nll"

  @Option(help: "Bins of equally many questions on each axis.")
  var bins = 5

  @Option(help: "Share of the questions that is held out.")
  var heldOut = 0.3

  @Option(
    help: """
      Early stopping: this share of the held-out questions only chooses each run's checkpoint among \
      --curve and the last; 0 judges the last.
      """)
  var stoppingShare = 0.0

  @Option(help: "Runs an arm, with seeds 0, 1, ...")
  var seeds = 3

  @Option(help: "What an abstaining model says.")
  var abstention = "I don't know"

  @Option(
    help: "How token losses are joined: token-sum, sequence-mean, batch-token-mean, decision-token."
  )
  var reduction = LossReduction.tokenSum

  @Option(help: "Rewards for a right, a wrong and no answer, such as 2,-3,0.")
  var rewards: String?

  @OptionGroup var intervals: IntervalOptions

  func validate() throws {
    if seeds < 1 || bins < 1 { throw ValidationError("--seeds and --bins must be positive.") }
  }

  func settings(seed: UInt64) throws -> FinetuningStudy.Settings {
    var settings = FinetuningStudy.Settings()
    settings.schemes = try schemes.split(separator: " ").map {
      try SupervisionScheme(named: String($0))
    }
    settings.scorer = try FamiliarityScorers.named(score)
    settings.axes = try axes.listed.map(FamiliarityScorers.named)
    settings.split = threshold.map { .above($0) } ?? .topShare(unfamiliarShare)
    settings.bins = bins
    settings.heldOutShare = heldOut
    settings.stoppingShare = stoppingShare
    settings.seeds = (0..<UInt64(seeds)).map { $0 }
    settings.seed = seed
    settings.resamples = intervals.resamples
    settings.rewards = try rewards.map(Self.rule)
    return settings
  }

  /// Three numbers as rewards for a right, a wrong and no answer.
  static func rule(_ text: String) throws -> RewardRule {
    let numbers = text.listed.compactMap { Double($0) }
    guard numbers.count == 3, text.listed.count == 3 else {
      throw BadInput("Rewards are three numbers, such as 2,-3,0; found \"\(text)\".")
    }
    return try RewardRule(right: numbers[0], wrong: numbers[1], abstain: numbers[2])
  }
}
