extension ProbeReport {
  /// One test item.
  public struct Item: Sendable {
    public var id: String
    public var text: String
    /// The group it belongs to; the same as `id` when there are no groups.
    public var group: String
    /// The piece of text whose vector the probe read.
    public var token: String
    /// Whether the item is of the positive class.
    public var isPositive: Bool
    /// The probability of the positive class as the probe gives it.
    public var probability: Double
    /// The probability after recalibration; nil without one.
    public var recalibrated: Double?

    /// A test item with its probability.
    public init(
      id: String, text: String, group: String, token: String, isPositive: Bool,
      probability: Double, recalibrated: Double? = nil
    ) {
      (self.id, self.text, self.group, self.token) = (id, text, group, token)
      (self.isPositive, self.probability) = (isPositive, probability)
      self.recalibrated = recalibrated
    }

    /// The probability that the probe finally gives.
    public var final: Double { recalibrated ?? probability }

    /// Whether the item falls on the right side of 0.5 (0.5 itself counts as positive).
    var isRight: Bool { (final >= 0.5) == isPositive }
  }

  /// How often a token was the one that the probe read.
  struct TokenCount: Sendable, Equatable {
    var token: String
    var positives = 0
    var negatives = 0

    var total: Int { positives + negatives }
  }

  /// The probed tokens, the most frequent first and equally frequent ones in byte order.
  var tokenCounts: [TokenCount] {
    var counts: [[UInt8]: TokenCount] = [:]
    for item in items {
      // Bytes as keys: pieces that Swift calls canonically equal are different tokens.
      var count = counts[Array(item.token.utf8)] ?? TokenCount(token: item.token)
      if item.isPositive { count.positives += 1 } else { count.negatives += 1 }
      counts[Array(item.token.utf8)] = count
    }
    return counts.values.sorted {
      $0.total != $1.total
        ? $0.total > $1.total : $0.token.utf8.lexicographicallyPrecedes($1.token.utf8)
    }
  }

  /// How many items of each class have a final probability in each of `bins` equal bins; 1 belongs
  /// to the last bin. Items without a probability are left out.
  func scoreHistogram(bins: Int = 20) -> (edges: [Double], positives: [Int], negatives: [Int]) {
    var positives = [Int](repeating: 0, count: bins)
    var negatives = positives
    for item in items where item.final.isFinite && item.final >= 0 && item.final <= 1 {
      let bin = min(Int(item.final * Double(bins)), bins - 1)
      if item.isPositive { positives[bin] += 1 } else { negatives[bin] += 1 }
    }
    return ((0...bins).map { Double($0) / Double(bins) }, positives, negatives)
  }

  /// Test items that say most about the probe.
  struct ExampleGroup: Sendable {
    var title: String
    var explanation: String
    var items: [Item]
  }

  /// The most confident hits, the most confident misses and the closest calls, `count` of each.
  func exampleGroups(count: Int = 6) -> [ExampleGroup] {
    let scored = items.enumerated().filter { $0.element.final.isFinite }
    func first(_ pool: [(offset: Int, element: Item)], by key: (Item) -> Double) -> [Item] {
      let ranked = pool.map { (key: key($0.element), offset: $0.offset, item: $0.element) }
        .sorted { ($0.key, $0.offset) < ($1.key, $1.offset) }
      return ranked.prefix(count).map(\.item)
    }
    let confident = { (item: Item) in -(item.final - 0.5).magnitude }
    return [
      ExampleGroup(
        title: "Most confident and wrong", explanation: "Look for a pattern: these cost most.",
        items: first(scored.filter { !$0.element.isRight }, by: confident)),
      ExampleGroup(
        title: "Most confident and right", explanation: "What the probe finds easiest.",
        items: first(scored.filter { $0.element.isRight }, by: confident)),
      ExampleGroup(
        title: "Nearest to 0.5", explanation: "Where the probe cannot tell.",
        items: first(scored, by: { ($0.final - 0.5).magnitude })),
    ].filter { !$0.items.isEmpty }
  }
}
