public import Statistics

/// Which documents a reader believed: win rates, strengths, and how far they can be trusted.
public struct Convincingness: Sendable {
  /// Win rates of the documents, and how many comparisons were off the format.
  public var rates: WinRates
  /// The fitted model behind their strengths.
  public var fit: BradleyTerry.Fit
  /// Mean soft win rate of the yes documents over comparisons; 1/2 is no leaning.
  public var yesWinRate: Estimate
  /// Mean log odds that a side gains by standing first, nats.
  public var positionEffect: Estimate
  /// Share of comparisons whose answer changes with the order.
  public var orderFlips: Estimate
  /// Whether documents can be ranked at all.
  public var rankability: Rankability
  /// How far win rates depend on which opponents were met.
  public var splitHalf: SplitHalf

  /// The documents, by question, side and id.
  public var standings: [DocumentStanding] { rates.documents }

  /// Analyses comparisons; intervals resample whole questions.
  ///
  /// `policy` says how comparisons off the format count in win rates. Log odds are those between yes
  /// and no, whatever else the reader would rather have said: strengths, position and reliability come
  /// from all comparisons.
  public init(
    _ scores: [PairScore], policy: OffFormatPolicy = OffFormatPolicy(), ridge: Double = 0.1,
    resamples: Int = 2000, permutations: Int = 999, seed: UInt64 = 0
  ) {
    fit = BradleyTerry(ridge: ridge).fit(scores)
    rates = WinRates(scores, policy: policy, fit: fit)
    let counted = scores.compactMap { score in
      policy.wins(score, of: .yes).map { (score.questionID, $0.soft) }
    }
    yesWinRate = ClusterBootstrap(
      clusters: Clusters(names: counted.map(\.0)), resamples: resamples, seed: seed
    ).mean(of: counted.map(\.1), interval: .expanded)
    let bootstrap = ClusterBootstrap(
      clusters: Clusters(names: scores.map(\.questionID)), resamples: resamples, seed: seed)
    positionEffect = bootstrap.mean(of: scores.map(\.positionEffect), interval: .expanded)
    orderFlips = bootstrap.mean(
      of: scores.map { $0.flipsWithOrder ? 1 : 0 }, interval: .expanded)
    rankability = Rankability(scores, permutations: permutations, seed: seed)
    splitHalf = SplitHalf(scores, seed: seed)
  }
}
