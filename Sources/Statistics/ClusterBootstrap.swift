import LinearAlgebra

/// The nonparametric bootstrap over whole clusters: as many clusters as there are, drawn with
/// replacement, every item following its cluster.
///
/// Resample number r draws from `RandomGenerator(seed: seed).child("bootstrap").child(r)`, so
/// the result is the same whatever the number of threads. A statistic never sees resampled data:
/// it gets the number of times each cluster was drawn and weighs the original items by it.
public struct ClusterBootstrap: Sendable {
  /// How often each cluster was drawn in one resample, by cluster number; sums to their count.
  ///
  /// A byte is enough: with up to 255 clusters no count can pass 255, and with more the chance
  /// that one does is below 1e-500.
  public typealias Counts = UnsafeBufferPointer<UInt8>

  /// Which items belong together.
  public let clusters: Clusters
  /// How many resamples are drawn.
  public let resamples: Int
  /// The seed that fixes every draw.
  public let seed: UInt64
  /// The nominal coverage of the intervals.
  public let level: Double

  /// Describes a bootstrap; nothing is drawn yet.
  ///
  /// Traps when `resamples` is negative or `level` is not strictly between 0 and 1.
  public init(clusters: Clusters, resamples: Int = 2000, seed: UInt64 = 0, level: Double = 0.95) {
    precondition(resamples >= 0, "the number of resamples cannot be negative")
    precondition(level > 0 && level < 1, "a confidence level lies strictly between 0 and 1")
    self.clusters = clusters
    self.resamples = resamples
    self.seed = seed
    self.level = level
  }

  /// Computes `width` statistics on every resample, in parallel.
  ///
  /// `statistics` is called concurrently, once a resample, with the cluster counts and a place
  /// for `width` numbers (NaN where a statistic is undefined on that resample). With fewer than
  /// two clusters nothing is drawn, since every resample would equal the data. Costs one draw a
  /// cluster and one call a resample; memory: `resamples * width` numbers and one byte a cluster
  /// and thread.
  public func distribution(
    width: Int,
    _ statistics: @Sendable (Counts, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> BootstrapDistribution {
    distribution(width: width, perCall: 1) { range, rows in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: clusters.count) { counts in
        for resample in range {
          draw(resample, into: counts)
          let row = (resample - range.lowerBound) * width
          statistics(
            UnsafeBufferPointer(counts),
            UnsafeMutableBufferPointer(rebasing: rows[row..<row + width]))
        }
      }
    }
  }

  /// The mean of `values`, one a item, with its interval.
  ///
  /// Traps when there is not one value an item.
  public func mean(
    of values: [Double], interval: BootstrapInterval = .percentile
  ) -> Estimate {
    precondition(values.count == clusters.items, "one value an item is needed")
    let clusterSums = clusters.sums(of: values)
    let clusterSizes = clusters.sums(of: [Double](repeating: 1, count: values.count))
    let means = distribution(width: 1) { counts, row in
      var (sum, size) = (0.0, 0.0)
      for (cluster, count) in counts.enumerated() {
        sum += Double(count) * clusterSums[cluster]
        size += Double(count) * clusterSizes[cluster]
      }
      row[0] = sum / size
    }
    return means.estimate(0, value: Sample.mean(values), interval: interval)
  }

  /// Calls `body` with ranges of resamples, each a whole number of calls long but for the last,
  /// and the places of their numbers.
  func distribution(
    width: Int, perCall: Int,
    _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> BootstrapDistribution {
    let drawn = clusters.count < 2 ? 0 : resamples
    var values = [Double](repeating: .nan, count: drawn * width)
    values.withUnsafeMutableBufferPointer { buffer in
      // Every range writes only the rows of its own resamples.
      nonisolated(unsafe) let rows = buffer
      let calls = (drawn + perCall - 1) / perCall
      let pieces = max(1, min(calls, 32))
      parallelFor(drawn, grain: max(1, (calls + pieces - 1) / pieces * perCall)) { range in
        let places = range.lowerBound * width..<range.upperBound * width
        body(range, UnsafeMutableBufferPointer(rebasing: rows[places]))
      }
    }
    return BootstrapDistribution(
      values: values, width: width, resamples: drawn, level: level, count: clusters.items,
      clusters: clusters.count)
  }

  /// Draws the counts of one resample from its own stream.
  func draw(_ resample: Int, into counts: UnsafeMutableBufferPointer<UInt8>) {
    counts.update(repeating: 0)
    var generator = RandomGenerator(seed: seed).child("bootstrap").child(resample)
    for _ in 0..<clusters.count {
      counts[generator.integer(below: clusters.count)] += 1
    }
  }
}
