/// The bootstrap of items that are crossed by two groupings, such as questions answered by several
/// runs: both groupings are drawn with replacement, and an item counts as often as its two groups
/// together (the pigeonhole bootstrap, Owen 2007, whose variance is never too small by much).
///
/// With a single run only the questions are drawn. Results depend on the seed alone, never on
/// threads.
public struct CrossedBootstrap: Sendable {
  private let rows: ClusterBootstrap
  private let columns: ClusterBootstrap

  /// Describes a bootstrap over `first` and `second`, which group the same items.
  ///
  /// Traps when the groupings have different numbers of items; see `ClusterBootstrap` for the rest.
  public init(
    _ first: Clusters, by second: Clusters, resamples: Int = 1000, seed: UInt64 = 0,
    level: Double = 0.95
  ) {
    precondition(first.items == second.items, "Crossed groupings are over the same items.")
    rows = ClusterBootstrap(clusters: first, resamples: resamples, seed: seed, level: level)
    let other = RandomGenerator(seed: seed).child("crossed").seed
    columns = ClusterBootstrap(clusters: second, resamples: resamples, seed: other, level: level)
  }

  /// Computes `width` statistics on every resample, in parallel.
  ///
  /// `statistics` gets how often each group of either kind was drawn and a place for `width`
  /// numbers, NaN where one is undefined. With fewer than two groups of the first kind nothing is
  /// drawn.
  public func distribution(
    width: Int,
    _ statistics:
      @Sendable (
        ClusterBootstrap.Counts, ClusterBootstrap.Counts, UnsafeMutableBufferPointer<Double>
      ) -> Void
  ) -> BootstrapDistribution {
    let (rows, columns) = (rows, columns)
    return rows.distribution(width: width, perCall: 1) { range, places in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.clusters.count) { first in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: columns.clusters.count) { second in
          for resample in range {
            rows.draw(resample, into: first)
            columns.draw(resample, into: second)
            let start = (resample - range.lowerBound) * width
            statistics(
              UnsafeBufferPointer(first), UnsafeBufferPointer(second),
              UnsafeMutableBufferPointer(rebasing: places[start..<start + width]))
          }
        }
      }
    }
  }

  /// Computes `width` statistics on every resample from how often each item was drawn: as often as
  /// its two groups together.
  ///
  /// `statistics` gets the weight of every item by its place, and returns `width` numbers, NaN where
  /// one is undefined.
  public func distribution(
    width: Int, ofItems statistics: @Sendable (_ weight: (Int) -> Double) -> [Double]
  ) -> BootstrapDistribution {
    let (first, second) = (rows.clusters.index, columns.clusters.index)
    return distribution(width: width) { firstCounts, secondCounts, places in
      let values = statistics { item in
        Double(firstCounts[Int(first[item])]) * Double(secondCounts[Int(second[item])])
      }
      for (place, value) in values.enumerated() { places[place] = value }
    }
  }
}
