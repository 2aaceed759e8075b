/// Log-odds of class 1 by the id of the token read last: all that memorising token ids can know.
struct TokenOdds: Sendable, Equatable {
  private var odds: [Int32: Double] = [:]

  /// Counts classes by id, with half a position of either class added everywhere; ids that were not
  /// seen get the odds 0.
  init(_ labelled: LabelledPositions, items: [Int32]) {
    guard labelled.rule.task.classes == 2 else { return }
    var counts: [Int32: (zero: Double, one: Double)] = [:]
    for item in items {
      let token = labelled.pairs.token[Int(labelled.places[Int(item)])]
      var count = counts[token] ?? (0.5, 0.5)
      if labelled.classes[Int(item)] == 1 { count.one += 1 } else { count.zero += 1 }
      counts[token] = count
    }
    odds = counts.mapValues { elementaryLog($0.one / $0.zero) }
  }

  func scores(_ labelled: LabelledPositions, items: [Int32]) -> [Double] {
    items.map { odds[labelled.pairs.token[Int(labelled.places[Int($0)])]] ?? 0 }
  }
}
