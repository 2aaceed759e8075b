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

  /// The interval of `level` around `value`; `sorted` holds the resampled values, rising.
  func bounds(ofSorted sorted: [Double], value: Double, level: Double) -> (
    low: Double, high: Double
  ) {
    let low = Sample.quantile(ofSorted: sorted, at: (1 - level) / 2)
    let high = Sample.quantile(ofSorted: sorted, at: (1 + level) / 2)
    switch self {
    case .percentile: return (low, high)
    case .reflected: return (min(value, 2 * value - high), max(value, 2 * value - low))
    }
  }
}
