/// A line through the logits: p = sigmoid(slope * logit + intercept) (Platt 1999).
public struct PlattScaling: Sendable, Equatable {
  /// The factor on the logit; positive when higher logits mean more positives. scikit-learn's -a.
  public let slope: Double
  /// The log-odds at logit 0. scikit-learn's -b.
  public let intercept: Double

  /// Takes a known line; throws `CalibrationError.badSetting` unless both numbers are finite.
  public init(slope: Double, intercept: Double) throws {
    guard slope.isFinite, intercept.isFinite else {
      throw CalibrationError.badSetting(
        "Platt scaling needs a finite slope and intercept; found \(slope) and \(intercept).")
    }
    self.slope = slope
    self.intercept = intercept
  }

  /// The calibrated probability: sigmoid(slope * logit + intercept).
  public func probability(ofLogit logit: Double) -> Double {
    Calibration.probability(ofLogit: slope * logit + intercept)
  }
}
