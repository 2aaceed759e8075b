public import Statistics

/// Which documents a reader believed: win rates, strengths, and how far they can be trusted.
public struct Convincingness: Sendable {
  /// The documents, by question, side and id.
  public var standings: [DocumentStanding]
  /// The fitted model behind their strengths.
  public var fit: BradleyTerry.Fit
  /// Mean soft win rate of the yes documents over questions, with its interval; 1/2 is no leaning.
  public var yesWinRate: Estimate
  /// Mean log odds that a side gains by standing first, nats.
  public var positionEffect: Estimate
  /// Share of comparisons whose answer changes with the order.
  public var orderFlips: Estimate
  /// Whether documents can be ranked at all.
  public var rankability: Rankability
  /// How far win rates depend on which opponents were met.
  public var splitHalf: SplitHalf

  /// Analyses comparisons; intervals resample whole questions.
  public init(
    _ scores: [PairScore], ridge: Double = 0.1, resamples: Int = 2000, permutations: Int = 999,
    seed: UInt64 = 0
  ) {
    fit = BradleyTerry(ridge: ridge).fit(scores)
    standings = DocumentStanding.all(scores, fit: fit)
    let bootstrap = ClusterBootstrap(
      clusters: Clusters(names: scores.map(\.questionID)), resamples: resamples, seed: seed)
    yesWinRate = bootstrap.mean(of: scores.map { $0.softWin(of: .yes) })
    positionEffect = bootstrap.mean(of: scores.map(\.positionEffect))
    orderFlips = bootstrap.mean(of: scores.map { $0.flipsWithOrder ? 1 : 0 })
    rankability = Rankability(scores, permutations: permutations, seed: seed)
    splitHalf = SplitHalf(scores, seed: seed)
  }
}
