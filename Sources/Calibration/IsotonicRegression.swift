/// The rising function of the logit that is closest to the labels in squared error (pool adjacent
/// violators), as scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.
///
/// Equal logits are averaged before pooling. Between thresholds the function is linear, outside
/// them constant.
public struct IsotonicRegression: Sendable, Equatable {
  /// Logits at which the function is known, strictly rising.
  public let thresholds: [Double]
  /// The probability at each threshold, never falling.
  public let values: [Double]

  /// Takes a known function; throws `CalibrationError.badSetting` unless thresholds rise strictly
  /// and values are probabilities that never fall, one a threshold.
  public init(thresholds: [Double], values: [Double]) throws {
    let rising = zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 < $1 }
    let monotone = zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }
    guard !thresholds.isEmpty, thresholds.count == values.count, rising, monotone,
      thresholds.allSatisfy(\.isFinite), values.allSatisfy({ (0...1).contains($0) })
    else {
      throw CalibrationError.badSetting(
        "Isotonic regression needs strictly rising finite thresholds and as many never-falling "
          + "probabilities; the stored ones are not.")
    }
    self.thresholds = thresholds
    self.values = values
  }

  /// The calibrated probability: linear between thresholds, constant beyond them. O(log n).
  public func probability(ofLogit logit: Double) -> Double {
    var low = 0
    var high = thresholds.count
    while low < high {
      let middle = (low + high) / 2
      if thresholds[middle] <= logit { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return values[0] }
    guard low < thresholds.count else { return values[low - 1] }
    let slope =
      (values[low] - values[low - 1]) / (thresholds[low] - thresholds[low - 1])
    return slope * (logit - thresholds[low - 1]) + values[low - 1]
  }
}
