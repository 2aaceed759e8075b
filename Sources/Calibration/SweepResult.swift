/// Metrics of one weighting of the data; NaN where the weighting leaves one undefined.
struct SweepResult {
  var auroc = Double.nan
  var averagePrecision = Double.nan
  var accuracy = Double.nan
  var negativeLogLikelihood = Double.nan
  var brier = Double.nan
  var baseRate = Double.nan
  var equalWidth = BinnedGaps()
  var equalMass = BinnedGaps()
}

/// Gaps |observed rate - mean probability| gathered over bins.
struct BinnedGaps {
  /// The sum over bins of (items × gap), of (items × gap²), and the largest gap.
  var absolute = Double.nan
  var squared = Double.nan
  var largest = Double.nan
  /// Items in all bins.
  var total = 0.0

  /// The calibration error of the bins; NaN when they hold nothing.
  func error(_ norm: CalibrationNorm) -> Double {
    guard total > 0 else { return .nan }
    switch norm {
    case .l1: return absolute / total
    case .l2: return (squared / total).squareRoot()
    case .max: return largest
    }
  }
}
