import Statistics

/// Arms of supervision on one backend, with several seeds, judged on held-out questions.
///
/// A seed fixes the split into training and held-out questions (by group), the random choices of
/// schemes, initial weights and order; all arms of a seed share them. Finished runs are kept, so the
/// same study continues where it was stopped.
public struct FinetuningStudy: Sendable {
  /// What is compared and how it is judged.
  public struct Settings: Sendable {
    /// The arms.
    public var schemes: [SupervisionScheme] = [
      .truth, .abstainOnUnfamiliar, .abstainAtRandom,
    ]
    /// Which training examples are unfamiliar.
    public var split = FamiliaritySplit.Rule.topShare(0.4)
    /// The score that says so.
    public var scorer: any FamiliarityScorer = GoldLikelihood()
    /// The scores that figures have on their horizontal axes.
    public var axes: [any FamiliarityScorer] = [GoldLikelihood()]
    /// Bins of equally many questions on each axis.
    public var bins = 5
    /// Share of the groups that is held out.
    public var heldOutShare = 0.3
    /// Share of the held-out groups that only choose each run's checkpoint, by the loss of its own
    /// supervision on them (early stopping); 0 judges the last checkpoint on all.
    public var stoppingShare = 0.0
    /// One run an arm and seed.
    public var seeds: [UInt64] = [0, 1, 2]
    /// Seed of sampled scores and of the bootstrap.
    public var seed: UInt64 = 0
    /// Resamples of every interval.
    public var resamples = 1000
    /// Rewards to judge with; nil for none.
    public var rewards: RewardRule?

    /// Truth, "I don't know" on the least familiar 40 %, and on a random 40 %; three seeds.
    public init() {}
  }

  /// The questions.
  public let table: OptionTable
  /// What is compared.
  public let settings: Settings
  let relabelling: [Double]
  private let axes: [(name: String, values: [Double], bins: ScoreBins)]

  /// A study; scores the questions.
  ///
  /// - Throws: ``HedgedPredictionError`` for a missing column, scores that are all equal, no seed,
  ///   or a held-out share outside (0, 1).
  public init(_ table: OptionTable, settings: Settings) throws {
    guard !settings.seeds.isEmpty, Set(settings.seeds).count == settings.seeds.count else {
      throw HedgedPredictionError.badSetting("A study needs seeds that differ from each other.")
    }
    guard settings.heldOutShare > 0, settings.heldOutShare < 1 else {
      throw HedgedPredictionError.badSetting(
        "The held-out share lies between 0 and 1; found \(settings.heldOutShare).")
    }
    guard (0..<1).contains(settings.stoppingShare) else {
      throw HedgedPredictionError.badSetting(
        "The share of held-out questions that stops training is at least 0 and below 1; found "
          + "\(settings.stoppingShare).")
    }
    (self.table, self.settings) = (table, settings)
    relabelling = try settings.scorer.scores(table, for: .relabelling, seed: settings.seed)
    axes = try settings.axes.map { scorer in
      let values = try scorer.scores(table, for: .binning, seed: settings.seed)
      return (scorer.name, values, try ScoreBins(quantilesOf: values, count: settings.bins))
    }
  }

  /// Training and held-out questions of a seed; questions of a group stay together.
  public func split(seed: UInt64) -> (training: [Int], heldOut: [Int]) {
    let (heldOut, groups) = heldOutGroups(seed: seed)
    let isHeldOut = Set(heldOut)
    let places = groups.index.indices
    return (
      places.filter { !isHeldOut.contains(Int(groups.index[$0])) },
      places.filter { isHeldOut.contains(Int(groups.index[$0])) }
    )
  }

  /// Which held-out questions of a seed only choose checkpoints.
  func stopping(seed: UInt64) -> Set<Int> {
    let (heldOut, groups) = heldOutGroups(seed: seed)
    let count = Int((settings.stoppingShare * Double(heldOut.count)).rounded())
    let chosen = Set(heldOut.prefix(count))
    return Set(groups.index.indices.filter { chosen.contains(Int(groups.index[$0])) })
  }

  private func heldOutGroups(seed: UInt64) -> (heldOut: [Int], all: Clusters) {
    let groups = Clusters(names: table.groups)
    var generator = RandomGenerator(seed: seed).child("split")
    let count = Int((settings.heldOutShare * Double(groups.count)).rounded())
    return (Array(generator.permutation(groups.count).prefix(count)), groups)
  }

  /// The supervised arms of a seed over its training questions, in the order of the schemes.
  public func arms(seed: UInt64, space: AnswerSpace) throws -> MatchedArms {
    let training = split(seed: seed).training
    return try MatchedArms(
      settings.schemes,
      examples: training.map { FinetuningExample(truth: table.truths[$0], score: relabelling[$0]) },
      split: settings.split, space: space, steps: 1, seeds: [seed],
      generator: RandomGenerator(seed: seed).child("schemes"))
  }

  /// The job of one arm: its examples with numbers of the table's questions.
  public func job(_ arm: Arm, seed: UInt64) -> FinetuningJob {
    let (training, heldOut) = split(seed: seed)
    let examples = arm.examples.map { example in
      var example = example
      example.source = training[example.source]
      return example
    }
    let evaluation = heldOut.flatMap { question in
      table.hasOwnOptions
        ? table.names.indices.map { EvaluationItem(question: question, place: $0) }
        : [EvaluationItem(question: question, place: table.truths[question])]
    }
    return FinetuningJob(examples: examples, evaluation: evaluation, seed: seed)
  }

  /// Runs every arm with every seed; `folder` keeps finished runs.
  ///
  /// - Parameter progress: Hears the arm, the seed, the step, the steps in all and the loss; throw
  ///   to stop.
  public func run(
    _ backend: some HedgeBackend, folder: String? = nil,
    progress: (_ arm: String, _ seed: UInt64, _ step: Int, _ steps: Int, _ loss: Double) throws ->
      Void = { _, _, _, _, _ in }
  ) throws -> StudyResult {
    let store = folder.map { ArmStore(folder: $0 + "/arms") }
    var runs: [StudyRun] = []
    for seed in settings.seeds {
      for arm in try arms(seed: seed, space: backend.space).arms {
        let job = job(arm, seed: seed)
        let key = job.key(backend.settings)
        let name = arm.scheme.name
        let found = store?.outcome(name, seed: seed, key: key)
        let outcome = try found ?? backend.run(job) { try progress(name, seed, $0, $1, $2) }
        if found == nil { try store?.keep(outcome, name, seed: seed, key: key) }
        let choice = try CheckpointChoice(
          arm, job, outcome, study: self, seed: seed, space: backend.space)
        runs.append(
          StudyRun(
            seed: seed, arm: arm, job: job, outcome: outcome, choice: choice,
            wasFinishedBefore: found != nil))
      }
    }
    return try StudyResult(
      runs, table: table, axes: axes, settings: settings, backend: backend.name,
      calculus: HedgeCalculus(
        .crossEntropy, space: backend.space, reduction: backend.reduction,
        responseTokens: backend.responseTokens))
  }
}

/// One arm with one seed, trained.
public struct StudyRun: Sendable {
  /// The seed.
  public let seed: UInt64
  /// The arm, its sources numbered within the seed's training questions.
  public let arm: Arm
  /// What was trained and judged.
  public let job: FinetuningJob
  /// What came out.
  public let outcome: FinetuningOutcome
  /// The checkpoint that is judged, and on which questions.
  let choice: CheckpointChoice
  /// Whether an earlier call had trained it.
  public let wasFinishedBefore: Bool

  /// The step that is judged.
  public var step: Int { outcome.checkpoints[choice.checkpoint].step }

  /// Predictions of the judged checkpoint, one an evaluation item.
  public var predictions: [[Double]] { outcome.checkpoints[choice.checkpoint].predictions }
}
