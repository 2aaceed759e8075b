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

/// Running totals from the highest score down; counts are whole numbers, exact up to 2^53.
struct SweepTotals {
  var count = 0.0
  var positives = 0.0
  var probabilities = 0.0
}

/// Gaps |observed rate - mean probability| gathered bin by bin.
struct BinnedGaps {
  private var weighted = 0.0
  private var squared = 0.0
  private var largest = 0.0
  private var total = 0.0

  /// Adds the bin that lies between two states of the running totals, if it holds anything.
  mutating func addBin(from start: SweepTotals, to end: SweepTotals) {
    let count = end.count - start.count
    guard count > 0 else { return }
    let positives = end.positives - start.positives
    let excess = abs(positives - (end.probabilities - start.probabilities))
    let gap = excess / count
    weighted += excess
    squared += excess * gap
    largest = max(largest, gap)
    total += count
  }

  /// The calibration error of the bins added; NaN when there are none.
  func error(_ norm: CalibrationNorm) -> Double {
    guard total > 0 else { return .nan }
    switch norm {
    case .l1: return weighted / total
    case .l2: return (squared / total).squareRoot()
    case .max: return largest
    }
  }
}
