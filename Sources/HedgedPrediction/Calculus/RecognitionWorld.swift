public import TextFiles

/// The simplest world with a hedge, all in closed form: a question of familiarity c is recognised with
/// chance c and then answered rightly; otherwise the model says its hedge.
///
/// A share of questions was never met (c = 0); the familiarity of the others is spread evenly over
/// (0, 1]. Truths are spread evenly over the options. This is the model of the live page, whose
/// script computes the same.
public struct RecognitionWorld: Sendable, Equatable {
  /// The hedge: option by option, then abstention.
  public let hedge: [Double]
  /// The share of questions never met.
  public let unfamiliarShare: Double
  /// The rewards; abstaining has one.
  public let rewards: RewardRule

  /// A world with this hedge.
  ///
  /// - Throws: ``HedgedPredictionError`` for a hedge that is no distribution over two or more options
  ///   and abstention, a share outside 0...1, or rewards without abstention.
  public init(hedge: [Double], unfamiliarShare: Double, rewards: RewardRule) throws {
    guard hedge.count >= 3 else {
      throw HedgedPredictionError.badSetting(
        "This world needs two or more options and abstention; the hedge has \(hedge.count) numbers."
      )
    }
    try checkDistribution(hedge, places: hedge.count, name: "The hedge")
    guard (0...1).contains(unfamiliarShare), rewards.abstain != nil else {
      throw HedgedPredictionError.badSetting(
        "The unfamiliar share lies in 0...1 and abstaining needs a reward.")
    }
    (self.hedge, self.unfamiliarShare, self.rewards) = (hedge, unfamiliarShare, rewards)
  }

  /// The number of options.
  public var options: Int { hedge.count - 1 }

  private var abstention: Double { hedge[hedge.count - 1] }
  private var abstainReward: Double { rewards.abstain ?? 0 }
  private var chance: Double { 1 / Double(options) }

  /// What happens to questions of one familiarity, or to all: three shares that sum to 1.
  public struct Shares: Sendable, Equatable {
    public let right, abstain, wrong: Double
  }

  /// The shares at familiarity c.
  public func shares(familiarity c: Double) -> Shares {
    let answered = (1 - c) * (1 - abstention)
    return Shares(
      right: c + answered * chance, abstain: (1 - c) * abstention,
      wrong: answered * (1 - chance))
  }

  /// The shares over all questions: those at the mean familiarity (1 - share) / 2, since they are
  /// linear in it.
  public var overall: Shares { shares(familiarity: (1 - unfamiliarShare) / 2) }

  /// The expected reward of the finetuned model.
  public var reward: Double {
    let all = overall
    return rewards.right * all.right + rewards.wrong * all.wrong + abstainReward * all.abstain
  }

  /// The expected reward of a blind guess.
  public var guessValue: Double { rewards.guessValue(options: options) }

  /// The expected reward of a policy trained on the rewards, which says what it recognises and falls
  /// back on the better of guessing and abstaining.
  public var rewardOfPolicy: Double {
    let known = (1 - unfamiliarShare) / 2
    return known * rewards.right + (1 - known) * max(guessValue, abstainReward)
  }

  /// The familiarity above which Chow's policy answers, when it sees c but not whether it recognises:
  /// c + (1 - c) / K > p*; inside 0...1, where 0 answers everything and 1 nothing.
  public var chowFamiliarity: Double {
    let threshold = rewards.chowThreshold ?? 0
    return min(max((threshold - chance) / (1 - chance), 0), 1)
  }

  /// The share answered by someone who answers from familiarity t on, and the share of wrong ones
  /// among them; the never met are answered at t = 0 alone.
  public func riskCoverage(from t: Double) -> (coverage: Double, risk: Double) {
    let met = 1 - unfamiliarShare
    let upper = met * (1 - t)
    let coverage = t <= 0 ? 1 : upper
    guard coverage > 0 else { return (0, 0) }
    let wrong = upper * (1 - (1 + t) / 2) * (1 - chance)
    let blind = t <= 0 ? unfamiliarShare * (1 - chance) : 0
    return (coverage, (wrong + blind) / coverage)
  }

  /// The expected reward of answering from familiarity t on.
  public func reward(from t: Double) -> Double {
    let (coverage, risk) = riskCoverage(from: t)
    return coverage * rewards.value(ofAnswerRightWith: 1 - risk) + (1 - coverage) * abstainReward
  }

  /// Every number as the live page computes it.
  public var json: JSONValue {
    let all = overall
    let chow = chowFamiliarity
    // Just above the threshold: the never met are left out unless everything is answered.
    let (coverage, risk) = riskCoverage(from: chow)
    return [
      "right": .number(all.right), "abstain": .number(all.abstain), "wrong": .number(all.wrong),
      "reward": .number(reward), "guess": .number(guessValue), "policy": .number(rewardOfPolicy),
      "chow_familiarity": .number(chow), "chow_coverage": .number(coverage),
      "chow_risk": .number(risk), "chow_reward": .number(reward(from: chow)),
    ]
  }
}
