/// How probabilities are put into bins for calibration errors and reliability curves.
///
/// Names and edges differ between libraries, and so do their "ECE" values on the same data:
/// - `equalWidth(B)`: bin k holds probabilities in [k/B, (k+1)/B), the last one [1 - 1/B, 1].
///   This is netcal's rule, and torchmetrics' except that torchmetrics keeps probabilities of
///   exactly 1 in a bin of their own (and computes in float32). uqlm and lm-polygraph close the
///   right edge instead, (k/B, (k+1)/B]; so does MAPIE, whose `num_bins` counts edges (15 means
///   B = 14) and which keeps probabilities of exactly 0 in a bin of their own.
/// - `equalMass(B)`: with n items (or counts) in rising order, those whose group of ties starts
///   at rank r (from 0) go into bin floor(B r / n). Equal probabilities always share a bin, so
///   the result does not depend on the order of the data; a bin can be empty when a group of ties
///   is larger than n/B. Without ties bin sizes differ by at most one, and when B divides n the
///   bins are netcal's `equal_intervals=False` (which fails on ties).
public enum Binning: Sendable, Equatable {
  /// Bins of equal width over [0, 1], closed on the left.
  case equalWidth(Int)
  /// Bins with an equal number of items, never splitting equal probabilities.
  case equalMass(Int)

  /// The nominal number of bins.
  public var bins: Int {
    switch self {
    case .equalWidth(let bins), .equalMass(let bins): bins
    }
  }

  func check() throws {
    guard (1...100_000).contains(bins) else {
      throw CalibrationError.badSetting(
        "The number of bins must lie in 1...100000; found \(bins).")
    }
  }

  /// The equal-width bin of a probability, exact at the edges k/B as doubles.
  static func equalWidthBin(_ probability: Double, of bins: Int) -> Int {
    var bin = min(bins - 1, Int(probability * Double(bins)))
    if bin > 0, probability < Double(bin) / Double(bins) { bin -= 1 }
    if bin + 1 < bins, probability >= Double(bin + 1) / Double(bins) { bin += 1 }
    return bin
  }
}

/// How the gaps |observed rate - mean probability| of the bins are joined into one number.
public enum CalibrationNorm: Sendable, Equatable {
  /// The mean gap, weighted by the items of each bin: the usual ECE.
  case l1
  /// The root of the weighted mean squared gap.
  case l2
  /// The largest gap of any bin that has items: MCE.
  case max
}
