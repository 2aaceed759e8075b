/// The fewest pieces of a comparison without which the answer changes.
public struct FlipSet: Sendable {
  /// The pieces of both documents.
  public var units: [EvidenceUnits.Unit]
  /// Places of the pieces whose removal flips the answer; nil when no removal was found to.
  public var removed: [Int]?
  /// Debiased log odds of yes with everything, nats.
  public var before: Double
  /// The same without the removed pieces; NaN when there is no flip.
  public var after: Double
  /// Whether every smaller set was tried and none flips.
  public var isProvenMinimal: Bool
  /// How many different parts the reader was asked about; each in both orders.
  public var evaluations: Int

  /// Searches for a smallest flipping set.
  ///
  /// Greedy first: the piece whose removal moves the log odds furthest toward the other answer, until
  /// it flips; then every removed piece is put back if the answer stays flipped. Then, size by
  /// size, all smaller sets while their number fits into `budget` evaluations. Pieces of a document
  /// that argues for the answer and pieces that argue against it are treated alike.
  public static func find(
    _ units: EvidenceUnits, reader: any EvidenceReader, budget: Int = 2000
  ) async throws -> FlipSet {
    let answers = PartialAnswers(units, reader)
    let count = units.units.count
    let whole = [Bool](repeating: true, count: count)
    let before = try await answers.logits(keeping: [whole])[0]
    let search = FlipSearch(count: count, sign: before > 0 ? 1 : -1, answers: answers)
    var best = try await search.greedy(budget: budget)
    var isProven = best.map { $0.count <= 1 } ?? false
    if count > 0, best == nil || best.map({ $0.count > 1 }) == true {
      (best, isProven) = try await search.exact(below: best, budget: budget)
    }
    var after = Double.nan
    if let best { after = try await answers.logits(keeping: [search.keeping(best)])[0] }
    return FlipSet(
      units: units.units, removed: best, before: before, after: after,
      isProvenMinimal: isProven, evaluations: await answers.asked)
  }
}

/// The two searches behind a flip set.
private struct FlipSearch {
  let count: Int
  /// +1 when the answer is yes.
  let sign: Double
  let answers: PartialAnswers

  func keeping(_ removed: some Sequence<Int>) -> [Bool] {
    var kept = [Bool](repeating: true, count: count)
    for place in removed { kept[place] = false }
    return kept
  }

  private func isFlipped(_ logit: Double) -> Bool { sign * logit < 0 }

  func greedy(budget: Int) async throws -> [Int]? {
    var removed: [Int] = []
    while removed.count < count {
      guard await answers.asked + count - removed.count <= budget else { return nil }
      let candidates = (0..<count).filter { !removed.contains($0) }
      let logits = try await answers.logits(keeping: candidates.map { keeping(removed + [$0]) })
      guard let best = logits.indices.min(by: { sign * logits[$0] < sign * logits[$1] }) else {
        return nil
      }
      removed.append(candidates[best])
      if isFlipped(logits[best]) { return try await pruned(removed).sorted() }
    }
    return nil
  }

  private func pruned(_ removed: [Int]) async throws -> [Int] {
    var removed = removed
    for place in removed.dropLast() {
      let fewer = removed.filter { $0 != place }
      if isFlipped(try await answers.logits(keeping: [keeping(fewer)])[0]) { removed = fewer }
    }
    return removed
  }

  /// The first smaller set that flips, and whether all sets smaller than the result were tried.
  func exact(below found: [Int]?, budget: Int) async throws -> ([Int]?, Bool) {
    for size in 1..<max(found?.count ?? count + 1, 1) {
      let sets = subsets(of: size, limit: budget)
      guard let sets, await answers.asked + sets.count <= budget else { return (found, false) }
      let logits = try await answers.logits(keeping: sets.map(keeping))
      let flipping = logits.indices.filter { isFlipped(logits[$0]) }
      if let best = flipping.min(by: { sign * logits[$0] < sign * logits[$1] }) {
        return (sets[best], true)
      }
    }
    return (found, true)
  }

  /// All sets of `size` places; nil when there are more than `limit`.
  private func subsets(of size: Int, limit: Int) -> [[Int]]? {
    var sets: [[Int]] = [[]]
    for _ in 0..<size {
      sets = sets.flatMap { set in ((set.last ?? -1) + 1..<count).map { set + [$0] } }
      if sets.count > limit { return nil }
    }
    return sets
  }
}
