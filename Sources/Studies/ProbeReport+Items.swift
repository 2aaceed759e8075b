import Calibration

extension ProbeReport {
  /// One judged item.
  public struct Item: Sendable {
    public var id: String
    /// The whole text; empty if it is not known.
    public var text: String
    /// The group it belongs to; the same as `id` when there are no groups.
    public var group: String
    /// The token whose vector the probe read, as text; nil if it is not known.
    public var token: String?
    /// Whether the item is of the positive class.
    public var isPositive: Bool
    /// The probability of the positive class as the probe gives it.
    public var probability: Double
    /// The probability after recalibration; nil without one.
    public var recalibrated: Double?

    /// An item with its probability.
    public init(
      id: String, text: String, group: String, token: String?, isPositive: Bool,
      probability: Double, recalibrated: Double? = nil
    ) {
      (self.id, self.text, self.group, self.token) = (id, text, group, token)
      (self.isPositive, self.probability) = (isPositive, probability)
      self.recalibrated = recalibrated
    }

    /// The probability that the probe finally gives.
    public var final: Double { recalibrated ?? probability }

    /// Whether the item falls on the right side of a threshold, which itself counts as positive.
    func isRight(at threshold: Double) -> Bool { (final >= threshold) == isPositive }
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
      guard let token = item.token else { continue }
      // Bytes as keys: tokens that Swift calls canonically equal are different ones.
      let key = Array(token.utf8)
      var count = counts[key] ?? TokenCount(token: token)
      if item.isPositive { count.positives += 1 } else { count.negatives += 1 }
      counts[key] = count
    }
    return counts.values.sorted {
      $0.total != $1.total
        ? $0.total > $1.total : $0.token.utf8.lexicographicallyPrecedes($1.token.utf8)
    }
  }

  /// Items that say most about the probe.
  struct ExampleGroup: Sendable {
    var title: String
    var explanation: String
    var items: [Item]
  }

  /// The most confident hits, the most confident misses and the closest calls, `count` of each.
  func exampleGroups(count: Int = 6) -> [ExampleGroup] {
    let threshold = final.evaluation.settings.threshold
    let scored = items.enumerated().filter { $0.element.final.isFinite }
    func first(_ pool: [(offset: Int, element: Item)], by key: (Item) -> Double) -> [Item] {
      let ranked = pool.map { (key: key($0.element), offset: $0.offset, item: $0.element) }
        .sorted { ($0.key, $0.offset) < ($1.key, $1.offset) }
      return ranked.prefix(count).map(\.item)
    }
    func unsure(_ item: Item) -> Double { (item.final - threshold).magnitude }
    return [
      ExampleGroup(
        title: "Most confident and wrong", explanation: "Look for a pattern: these cost most.",
        items: first(scored.filter { !$0.element.isRight(at: threshold) }, by: { -unsure($0) })),
      ExampleGroup(
        title: "Most confident and right", explanation: "What the probe finds easiest.",
        items: first(scored.filter { $0.element.isRight(at: threshold) }, by: { -unsure($0) })),
      ExampleGroup(
        title: "Closest to the threshold", explanation: "Where the probe cannot tell.",
        items: first(scored, by: unsure)),
    ].filter { !$0.items.isEmpty }
  }
}
