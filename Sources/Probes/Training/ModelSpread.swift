import Statistics

/// AUROCs of several models that a baseline averages, such as probes of shuffled labels: what chance
/// alone reaches with these positions, features and fits.
public struct ModelSpread: Sendable, Equatable {
  /// How many models.
  public let models: Int
  /// Standard deviation of their AUROCs; that of their mean is this / √models.
  public let deviation: Double
  /// Their 2.5 % quantile (type 7).
  public let low: Double
  /// Their 97.5 % quantile.
  public let high: Double
  /// (1 + models at or above the judged probe) / (1 + models): for shuffled labels the one-sided
  /// permutation p-value of the probe.
  public let pValue: Double

  /// Sums up AUROCs beside the judged probe's; nil for fewer than two.
  init?(_ aurocs: [Double], beside probe: Double) {
    guard aurocs.count > 1 else { return nil }
    let sorted = aurocs.sorted()
    models = aurocs.count
    deviation = Sample.variance(aurocs).squareRoot()
    low = Sample.quantile(ofSorted: sorted, at: 0.025)
    high = Sample.quantile(ofSorted: sorted, at: 0.975)
    pValue = Double(1 + aurocs.count { $0 >= probe }) / Double(1 + aurocs.count)
  }
}

extension Estimate {
  /// The mean of several estimates: of their values, and of their interval ends; nil for none.
  static func mean(of estimates: [Estimate]) -> Estimate? {
    guard var result = estimates.first, estimates.count > 1 else { return estimates.first }
    let count = Double(estimates.count)
    result.value = estimates.reduce(0) { $0 + $1.value } / count
    result.low = estimates.reduce(0) { $0 + $1.low } / count
    result.high = estimates.reduce(0) { $0 + $1.high } / count
    return result
  }
}
