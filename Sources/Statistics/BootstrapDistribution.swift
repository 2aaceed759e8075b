/// The values that some statistics took over the resamples of a bootstrap.
public struct BootstrapDistribution: Sendable {
  /// All values, resample after resample, `width` a resample; NaN where undefined.
  public let values: [Double]
  /// How many statistics were computed on each resample.
  public let width: Int
  /// How many resamples were drawn; 0 when there were fewer than two clusters.
  public let resamples: Int
  /// The nominal coverage of the intervals.
  public let level: Double
  /// The number of items behind the statistics.
  public let count: Int
  /// The number of clusters behind the statistics.
  public let clusters: Int

  /// The values of statistic number `column`, in the order of the resamples.
  public func column(_ column: Int) -> [Double] {
    stride(from: column, to: values.count, by: width).map { values[$0] }
  }

  /// Joins `value`, the statistic on the data themselves, with an interval from statistic number
  /// `column` (quantiles of type 7).
  ///
  /// Resamples that leave it undefined are counted in the result and left out of the interval;
  /// there is no interval when fewer than half of them define it.
  public func estimate(_ column: Int, value: Double, interval: BootstrapInterval = .percentile)
    -> Estimate
  {
    estimate(value: value, interval: interval, from: self.column(column))
  }

  /// The same for the difference of two statistics, `first` minus `second`, on equal resamples.
  public func difference(
    _ first: Int, minus second: Int, value: Double, interval: BootstrapInterval = .percentile
  ) -> Estimate {
    let drawn = zip(column(first), column(second)).map { $0 - $1 }
    return estimate(value: value, interval: interval, from: drawn)
  }

  private func estimate(value: Double, interval: BootstrapInterval, from drawn: [Double])
    -> Estimate
  {
    let defined = drawn.filter { !$0.isNaN }.sorted()
    var result = Estimate(
      value: value, level: level, count: count, clusters: clusters, resamples: resamples,
      undefinedResamples: drawn.count - defined.count)
    if !value.isNaN, !defined.isEmpty, 2 * defined.count >= drawn.count {
      (result.low, result.high) = interval.bounds(
        ofSorted: defined, value: value, level: level, clusters: clusters)
    }
    return result
  }
}
