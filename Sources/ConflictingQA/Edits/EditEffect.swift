public import Statistics

/// What an edit did to the win rate of the documents it was made on.
public struct EditEffect: Sendable {
  /// What may be said.
  public enum Verdict: String, Sendable {
    /// Beyond the placebo, more wins.
    case raises
    /// Beyond the placebo, fewer wins.
    case lowers
    /// Within the margin of no difference to the placebo.
    case none = "no effect"
    /// Neither an effect nor its absence is shown.
    case open = "not shown either way"
    /// A placebo: nothing to subtract from it.
    case placebo
  }

  /// The edit.
  public var edit: EditDescription
  /// Change of the soft win rate against unchanged opponents, in shares of 1.
  public var winRate: Estimate
  /// Change of the debiased log odds toward the document's side, nats.
  public var logOdds: Estimate
  /// `winRate` less that of the placebo on the same documents; nil without a placebo.
  public var beyondPlacebo: Estimate?
  /// The same for the log odds, nats.
  public var logOddsBeyondPlacebo: Estimate?
  /// Two-sided sign-flip p-value over questions: of `beyondPlacebo`, for placebos of `winRate`.
  public var pValue: Double
  /// `pValue` after Holm over the edits that are no placebos.
  public var holm: Double
  /// Two one-sided tests on question means: below the level, the effect beyond the placebo lies
  /// within the margin.
  public var equivalencePValue: Double
  /// Documents that were left out because the edit was not possible or failed its check.
  public var leftOut: Int
  /// The level of the verdict.
  public var level: Double

  /// What may be said.
  public var verdict: Verdict {
    guard let beyondPlacebo else { return edit.family == .placebo ? .placebo : .open }
    if holm < 1 - level { return beyondPlacebo.value > 0 ? .raises : .lowers }
    return equivalencePValue < 1 - level ? .none : .open
  }
}

extension EditEffect {
  /// Settings of the analysis.
  public struct Options: Sendable {
    /// Differences up to this share of 1 count as no effect.
    public var margin: Double
    /// Resamples of whole questions.
    public var resamples: Int
    /// Sign patterns, unless all of them are fewer.
    public var permutations: Int
    /// Level of intervals and verdicts.
    public var level: Double
    /// The seed of both.
    public var seed: UInt64

    /// Settings; the margin is two points of win rate.
    public init(
      margin: Double = 0.02, resamples: Int = 2000, permutations: Int = 9999,
      level: Double = 0.95, seed: UInt64 = 0
    ) {
      (self.margin, self.resamples, self.permutations) = (margin, resamples, permutations)
      (self.level, self.seed) = (level, seed)
    }
  }

  /// The effects of some trials against the comparisons without edits.
  ///
  /// Every difference is paired: the same document against the same opponents in both orders, with
  /// and without the edit, and with the placebo. Questions are the independent units.
  public static func all(
    _ trials: [EditTrial], baseline: [PairScore], options: Options = Options()
  ) -> [EditEffect] {
    let before = Dictionary(baseline.map { (PairKey($0), $0) }) { first, _ in first }
    let changes = trials.map { Changes($0, before) }
    let placebos = Dictionary(zip(trials.map(\.edit.id), changes)) { first, _ in first }
    var effects = zip(trials, changes).map { trial, change in
      effect(trial, change, trial.edit.placebo.flatMap { placebos[$0] }, options)
    }
    let judged = effects.indices.filter {
      effects[$0].edit.family != .placebo && !effects[$0].pValue.isNaN
    }
    for (place, p) in zip(judged, MultipleTesting.holm(judged.map { effects[$0].pValue })) {
      effects[place].holm = p
    }
    return effects
  }

  private static func effect(
    _ trial: EditTrial, _ own: Changes, _ placebo: Changes?, _ options: Options
  ) -> EditEffect {
    let beyond = placebo.map(own.less)
    let tested = beyond ?? own
    let questionMeans = tested.questionMeans
    return EditEffect(
      edit: trial.edit, winRate: own.estimate(\.winRate, options),
      logOdds: own.estimate(\.logOdds, options),
      beyondPlacebo: beyond?.estimate(\.winRate, options),
      logOddsBeyondPlacebo: beyond?.estimate(\.logOdds, options),
      pValue: signFlipTest(
        questionMeans, permutations: options.permutations, seed: options.seed
      ).pValue,
      holm: .nan,
      equivalencePValue: EquivalenceTest(
        questionMeans, low: -options.margin, high: options.margin
      ).pValue,
      leftOut: trial.documents.count - trial.count(.passed), level: options.level)
  }
}

private struct PairKey: Hashable {
  let question, yes, no: String

  init(_ score: PairScore) { (question, yes, no) = (score.questionID, score.yesID, score.noID) }
}

/// The mean changes of the documents of a trial.
private struct Changes {
  struct Change {
    var winRate: Double
    var logOdds: Double
  }

  private var byDocument: [DocumentKey: Change] = [:]

  init(_ trial: EditTrial, _ before: [PairKey: PairScore]) {
    var found: [DocumentKey: [Change]] = [:]
    for edited in trial.scores {
      let (score, stance) = (edited.score, edited.stance)
      guard let old = before[PairKey(score)] else { continue }
      found[DocumentKey(score, stance), default: []].append(
        Change(
          winRate: score.softWin(of: stance) - old.softWin(of: stance),
          logOdds: score.logit(toward: stance) - old.logit(toward: stance)))
    }
    byDocument = found.mapValues { changes in
      Change(
        winRate: Sample.mean(changes.map(\.winRate)), logOdds: Sample.mean(changes.map(\.logOdds)))
    }
  }

  /// These changes less those of a placebo, on the documents that both have.
  func less(_ placebo: Changes) -> Changes {
    var result = self
    result.byDocument = byDocument.reduce(into: [:]) { rest, member in
      guard let other = placebo.byDocument[member.key] else { return }
      rest[member.key] = Change(
        winRate: member.value.winRate - other.winRate,
        logOdds: member.value.logOdds - other.logOdds)
    }
    return result
  }

  var questionMeans: [Double] {
    let groups = Dictionary(grouping: byDocument.keys.sorted(), by: \.question)
    return groups.keys.sorted().map { question in
      Sample.mean(groups[question, default: []].compactMap { byDocument[$0]?.winRate })
    }
  }

  func estimate(_ path: KeyPath<Change, Double>, _ options: EditEffect.Options) -> Estimate {
    let keys = byDocument.keys.sorted()
    return ClusterBootstrap(
      clusters: Clusters(names: keys.map(\.question)), resamples: options.resamples,
      seed: options.seed, level: options.level
    ).mean(of: keys.compactMap { byDocument[$0]?[keyPath: path] }, interval: .expanded)
  }
}
