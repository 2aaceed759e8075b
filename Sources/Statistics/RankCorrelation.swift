/// Correlations of the order of two lists of numbers, in [-1, 1].
public enum RankCorrelation {
  /// Spearman's ρ: Pearson's correlation of the ranks, tied values sharing their mean rank.
  ///
  /// NaN when a list is constant or holds NaN, or for fewer than two pairs. Traps when lengths differ.
  /// O(n log n).
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "a correlation needs pairs")
    guard !(x + y).contains(where: \.isNaN) else { return .nan }
    let (a, b) = (ranks(x), ranks(y))
    let centre = Double(x.count + 1) / 2
    var (cross, squareA, squareB) = (0.0, 0.0, 0.0)
    for (a, b) in zip(a, b) {
      cross += (a - centre) * (b - centre)
      squareA += (a - centre) * (a - centre)
      squareB += (b - centre) * (b - centre)
    }
    return cross / (squareA * squareB).squareRoot()
  }

  /// Kendall's τ-b: (concordant - discordant) / √((pairs - tied in x)(pairs - tied in y)).
  ///
  /// NaN when a list is constant or holds NaN. Traps when lengths differ. O(n log n) (Knight 1966).
  public static func kendall(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "a correlation needs pairs")
    guard !(x + y).contains(where: \.isNaN) else { return .nan }
    let sorted = zip(x, y).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    let tiedX = tiedPairs(sorted) { $0.0 == $1.0 }
    let tiedBoth = tiedPairs(sorted) { $0 == $1 }
    var values = sorted.map(\.1)
    // Pairs that must change places to bring y into order are the discordant ones.
    let discordant = sortCountingSwaps(&values)
    let tiedY = tiedPairs(values, ==)
    let pairs = x.count * (x.count - 1) / 2
    let difference = pairs - tiedX - tiedY + tiedBoth - 2 * discordant
    return Double(difference)
      / (Double(pairs - tiedX).squareRoot() * Double(pairs - tiedY).squareRoot())
  }

  /// Ranks from 1, tied values sharing their mean rank. O(n log n).
  public static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }

  private static func tiedPairs<Element>(
    _ sorted: [Element], _ areEqual: (Element, Element) -> Bool
  ) -> Int {
    var (pairs, run) = (0, 0)
    for place in sorted.indices.dropFirst() {
      run = areEqual(sorted[place - 1], sorted[place]) ? run + 1 : 0
      pairs += run
    }
    return pairs
  }

  /// Merge sort; returns the number of pairs that stood in falling order.
  private static func sortCountingSwaps(_ values: inout [Double]) -> Int {
    var swaps = 0
    var merged = values
    var width = 1
    while width < values.count {
      for start in stride(from: 0, to: values.count, by: 2 * width) {
        let (middle, end) = (
          min(start + width, values.count), min(start + 2 * width, values.count)
        )
        var (left, right) = (start, middle)
        for place in start..<end {
          if left < middle, right >= end || values[left] <= values[right] {
            merged[place] = values[left]
            left += 1
          } else {
            merged[place] = values[right]
            swaps += middle - left
            right += 1
          }
        }
      }
      swap(&values, &merged)
      width *= 2
    }
    return swaps
  }
}
