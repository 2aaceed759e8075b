import Statistics

/// Cross-validation folds that keep groups together.
struct GroupFolds: Sendable, Equatable {
  /// The fold of every row (by place), 0 ..< count.
  let fold: [Int]
  let count: Int

  /// Deals the groups out in random order, each to the fold with the fewest rows so far.
  ///
  /// There are never more folds than groups.
  init(groups: [Int], folds: Int, seed: UInt64) {
    var sizes: [Int: Int] = [:]
    for group in groups { sizes[group, default: 0] += 1 }
    var order = sizes.keys.sorted()
    var generator = RandomGenerator(seed: seed).child("folds")
    generator.shuffle(&order)
    // Large groups first, or a late one would unbalance the folds; the shuffle decides ties.
    let ranked = order.enumerated().sorted { a, b in
      let (first, second) = (sizes[a.element] ?? 0, sizes[b.element] ?? 0)
      return first != second ? first > second : a.offset < b.offset
    }
    count = min(folds, order.count)
    var totals = [Int](repeating: 0, count: count)
    var assigned: [Int: Int] = [:]
    for (_, group) in ranked {
      let smallest = totals.indices.min { totals[$0] < totals[$1] } ?? 0
      assigned[group] = smallest
      totals[smallest] += sizes[group] ?? 0
    }
    fold = groups.map { assigned[$0] ?? 0 }
  }

  /// Places outside and inside fold `index`.
  func places(_ index: Int) -> (training: [Int], held: [Int]) {
    (fold.indices.filter { fold[$0] != index }, fold.indices.filter { fold[$0] == index })
  }
}
