/// Spearman's ρ of fixed pairs under many weightings: both orders are found once.
public struct ResampledSpearman: Sendable {
  private let x: Order
  private let y: Order
  private let cluster: [Int32]

  /// Prepares pairs with their clusters. Traps when lengths differ. O(n log n).
  public init(_ x: [Double], _ y: [Double], clusters: Clusters) {
    precondition(
      x.count == y.count && clusters.items == x.count, "every pair needs two values and a cluster")
    (self.x, self.y, cluster) = (Order(x), Order(y), clusters.index)
  }

  /// ρ of the pairs, each as often as its cluster was drawn; NaN when a side is constant. O(n).
  public func spearman(_ counts: ClusterBootstrap.Counts) -> Double {
    spearman(weights: cluster.map { Double(counts[Int($0)]) })
  }

  /// ρ of the pairs, each as often as its weight says. Traps unless there is one weight a pair. O(n).
  public func spearman(weights: [Double]) -> Double {
    precondition(weights.count == cluster.count, "every pair needs a weight")
    let total = weights.reduce(0, +)
    let (a, b) = (x.ranks(weights), y.ranks(weights))
    let centre = (total + 1) / 2
    var (cross, squareA, squareB) = (0.0, 0.0, 0.0)
    for place in weights.indices {
      let (dx, dy) = (a[place] - centre, b[place] - centre)
      cross += weights[place] * dx * dy
      squareA += weights[place] * dx * dx
      squareB += weights[place] * dy * dy
    }
    return cross / (squareA * squareB).squareRoot()
  }

  /// Items in rising order with the ends of their ties.
  private struct Order {
    let order: [Int]
    let ends: [Int]

    init(_ values: [Double]) {
      let order = values.indices.sorted { values[$0] < values[$1] }
      self.order = order
      ends =
        order.indices.dropFirst().filter { values[order[$0]] != values[order[$0 - 1]] }
        + [order.count]
    }

    /// Mean ranks of the items when each occurs as often as its weight.
    func ranks(_ weights: [Double]) -> [Double] {
      var ranks = [Double](repeating: 0, count: weights.count)
      var (start, below) = (0, 0.0)
      for end in ends {
        var tied = 0.0
        for place in start..<end { tied += weights[order[place]] }
        for place in start..<end { ranks[order[place]] = below + (tied + 1) / 2 }
        below += tied
        start = end
      }
      return ranks
    }
  }
}
