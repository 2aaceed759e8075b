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

  /// Runs a full factorial of two to four edits, applied in their order.
  ///
  /// Costs 2^k comparisons a document and opponent.
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for another number of edits, and errors of the
  ///   reader.
  public init(
    _ edits: [EvidenceEdit], design: EditDesign, reader: any EvidenceReader,
    resamples: Int = 2000, permutations: Int = 9999, seed: UInt64 = 0
  ) async throws {
    guard (2...4).contains(edits.count) else {
      throw ConflictingQAError.badSetting("A factorial mixture takes two to four edits.")
    }
    let cells = 1 << edits.count
    var values: [(question: String, wins: [Double])] = []
    for subject in design.subjects {
      let texts = (0..<cells).map { cell in
        edits.indices.reduce(subject.document as EvidenceDocument?) { document, place in
          guard let document, cell >> place & 1 == 1 else { return document }
          let edited = edits[place].apply(
            to: document, question: subject.question, seed: design.seed)
          return edited.outcome == .notPossible ? nil : edited.edited
        }
      }
      guard !texts.contains(where: { $0 == nil }) else { continue }
      let pairs = texts.compactMap { $0 }.flatMap(subject.pairs)
      let scores = try await reader.compare(pairs)
      let opponents = subject.opponents.count
      values.append(
        (
          subject.question.id,
          (0..<cells).map { cell in
            Sample.mean(
              scores[cell * opponents..<(cell + 1) * opponents].map {
                $0.softWin(of: subject.document.stance)
              })
          }
        ))
    }
    documents = values.count
    let singles = edits.indices.map { [$0] }
    let pairs = edits.indices.flatMap { a in (a + 1..<edits.count).map { [a, $0] } }
    let clusters = Clusters(names: values.map(\.question))
    effects = (singles + pairs).map { chosen in
      let contrasts = values.map { value in
        value.wins.enumerated().reduce(0) { sum, cell in
          let sign = chosen.reduce(1.0) { $0 * (cell.offset >> $1 & 1 == 1 ? 1 : -1) }
          return sum + sign * cell.element
        } / Double(cells / 2)
      }
      return Effect(
        edits: chosen.map { edits[$0].id },
        winRate: ClusterBootstrap(clusters: clusters, resamples: resamples, seed: seed)
          .mean(of: contrasts),
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
