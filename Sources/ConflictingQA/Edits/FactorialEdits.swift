public import Statistics

/// Several edits in every combination: what each does on average over the others, and whether two of
/// them do more or less together than apart.
public struct FactorialEdits: Sendable {
  /// A main effect (one edit) or an interaction (two).
  public struct Effect: Sendable {
    /// The ids of the edits.
    public var edits: [String]
    /// Change of the soft win rate. Of an interaction: half of what the second edit does more when
    /// the first is there, so that main effects and interactions are contrasts of equal weight.
    public var winRate: Estimate
    /// Two-sided sign-flip p-value over questions.
    public var pValue: Double
    /// `pValue` after Holm over all effects.
    public var holm: Double
  }

  /// The effects: single edits, then pairs.
  public var effects: [Effect]
  /// Documents on which every edit was possible.
  public var documents: Int
  /// Documents that were left out.
  public var leftOut: Int

  /// Takes a trial apart into main effects and interactions of two; intervals resample whole questions.
  public init(
    _ trial: FactorialTrial, resamples: Int = 2000, permutations: Int = 9999, seed: UInt64 = 0
  ) {
    (documents, leftOut) = (trial.rows.count, trial.leftOut)
    let edits = trial.edits
    let cells = 1 << edits.count
    let singles = edits.indices.map { [$0] }
    let pairs = edits.indices.flatMap { a in (a + 1..<edits.count).map { [a, $0] } }
    let clusters = Clusters(names: trial.rows.map(\.questionID))
    effects = (singles + pairs).map { chosen in
      let contrasts = trial.rows.map { row in
        let contrast =
          row.winRates.enumerated().reduce(0) { sum, cell in
            let sign = chosen.reduce(1.0) { $0 * (cell.offset >> $1 & 1 == 1 ? 1 : -1) }
            return sum + sign * cell.element
          } / Double(cells / 2)
        // Rounding must not be taken for a sign.
        return abs(contrast) < 1e-12 ? 0 : contrast
      }
      return Effect(
        edits: chosen.map { edits[$0] },
        winRate: ClusterBootstrap(clusters: clusters, resamples: resamples, seed: seed)
          .mean(of: contrasts, interval: .expanded),
        pValue: signFlipTest(
          contrasts, clusters: clusters, permutations: permutations, seed: seed
        ).pValue, holm: .nan)
    }
    let judged = effects.indices.filter { !effects[$0].pValue.isNaN }
    for (place, p) in zip(judged, MultipleTesting.holm(judged.map { effects[$0].pValue })) {
      effects[place].holm = p
    }
  }
}
