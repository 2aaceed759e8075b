import Foundation

/// Divides logits by one number T > 0 (Guo et al. 2017): T > 1 makes predictions less certain.
public struct TemperatureScaling: Sendable, Equatable {
  /// The temperature T, positive and finite.
  public let temperature: Double

  /// log T stays within ±10, as in scikit-learn: where the best T would be 0 (labels perfectly
  /// separated at logit 0) or infinite (logits that point the wrong way), fitting stops there.
  static let largestLog = 10.0

  /// Takes a known temperature; throws `CalibrationError.badSetting` unless positive and finite.
  public init(temperature: Double) throws {
    guard temperature > 0, temperature.isFinite else {
      throw CalibrationError.badSetting(
        "A temperature must be positive and finite; found \(temperature).")
    }
    self.temperature = temperature
  }

  /// Whether the fit ended at the edge of the allowed range, e^±10, because no finite temperature
  /// is best; Platt scaling with smoothed targets is the better choice then.
  public var isAtLimit: Bool { abs(log(temperature)) >= Self.largestLog * (1 - 1e-9) }

  /// The calibrated probability: sigmoid(logit / T).
  public func probability(ofLogit logit: Double) -> Double {
    Calibration.probability(ofLogit: logit / temperature)
  }
}
