/// How an interval is read off the values a statistic took over the resamples.
public enum BootstrapInterval: String, Sendable {
  /// The quantiles of those values themselves (Efron and Tibshirani 1993, chapter 13). For
  /// statistics that resampling does not push in one direction.
  case percentile
  /// The quantiles reflected at the statistic's value v, [2v - high, 2v - low], widened where
  /// needed to contain v (Davison and Hinkley 1997, section 5.2). For statistics such as
  /// calibration errors that noise can only raise: their resampled values lie above v by about as
  /// much as v lies above the truth, and reflection takes both away.
  case reflected
  /// Quantiles further out, as far as few clusters ask for: the share left at either end is
  /// Φ(-t √(G / (G - 1))), t the quantile of Student's law with G - 1 degrees (Hesterberg 2015, "What
  /// teachers should know about the bootstrap"). For a mean of normal clusters this is about
  /// the t interval, skewed statistics keep their skew, and with many clusters it is `percentile`.
  case expanded

  /// The interval of `level` around `value`; `sorted` holds the resampled values, rising.
  func bounds(
    ofSorted sorted: [Double], value: Double, level: Double, clusters: Int
  ) -> (low: Double, high: Double) {
    let tail =
      self == .expanded
      ? Self.expandedTail(level: level, clusters: clusters) : (1 - level) / 2
    let low = Sample.quantile(ofSorted: sorted, at: tail)
    let high = Sample.quantile(ofSorted: sorted, at: 1 - tail)
    switch self {
    case .percentile, .expanded: return (low, high)
    case .reflected: return (min(value, 2 * value - high), max(value, 2 * value - low))
    }
  }

  /// The share of resampled values that an expanded interval leaves out at either end; less than
  /// (1 - level) / 2. Traps for fewer than two clusters.
  public static func expandedTail(level: Double, clusters: Int) -> Double {
    precondition(clusters > 1, "an interval over clusters needs at least two of them")
    let groups = Double(clusters)
    let t = StudentDistribution.quantile((1 + level) / 2, degrees: groups - 1)
    return NormalDistribution.upperTail(t * (groups / (groups - 1)).squareRoot())
  }
}
