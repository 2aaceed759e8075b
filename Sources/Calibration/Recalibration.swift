/// A fitted map from a probe's logits to calibrated probabilities, made of plain numbers.
public enum Recalibration: Sendable, Equatable {
  /// The logit's own probability.
  case identity
  /// Logits divided by a temperature.
  case temperature(TemperatureScaling)
  /// A line through the logits.
  case platt(PlattScaling)
  /// A rising step-and-slope function of the logit.
  case isotonic(IsotonicRegression)

  /// The kinds there are, by the names used in files.
  public enum Method: String, CaseIterable, Sendable {
    /// No recalibration.
    case identity
    /// One parameter; keeps the ranking and the decision at 0.5.
    case temperature
    /// Two parameters; keeps the ranking (when the slope is positive).
    case platt
    /// Many parameters; can make ties, so it may change AUROC slightly. Wants a few hundred items.
    case isotonic
  }

  /// Fits a recalibration of `method` to validation `logits` (finite, any scale) and `labels`.
  ///
  /// `weights` are whole counts. Use data that neither trained nor will evaluate the probe. Throws
  /// `CalibrationError` on bad input and when only one class is present; `identity` never does.
  public static func fit(
    _ method: Method, logits: [Double], labels: [Bool], weights: [Int]? = nil
  ) throws -> Recalibration {
    switch method {
    case .identity: .identity
    case .temperature:
      .temperature(try TemperatureScaling(fitting: logits, labels: labels, weights: weights))
    case .platt: .platt(try PlattScaling(fitting: logits, labels: labels, weights: weights))
    case .isotonic:
      .isotonic(try IsotonicRegression(fitting: logits, labels: labels, weights: weights))
    }
  }

  /// Which kind this is.
  public var method: Method {
    switch self {
    case .identity: .identity
    case .temperature: .temperature
    case .platt: .platt
    case .isotonic: .isotonic
    }
  }

  /// The calibrated probability of a positive label for an item with this logit.
  public func probability(ofLogit logit: Double) -> Double {
    switch self {
    case .identity: Calibration.probability(ofLogit: logit)
    case .temperature(let scaling): scaling.probability(ofLogit: logit)
    case .platt(let scaling): scaling.probability(ofLogit: logit)
    case .isotonic(let regression): regression.probability(ofLogit: logit)
    }
  }

  /// The calibrated probabilities of many items.
  public func probabilities(ofLogits logits: [Double]) -> [Double] {
    logits.map { probability(ofLogit: $0) }
  }

  /// The fitted numbers, to be kept in a file beside `method.rawValue`.
  ///
  /// identity: none. temperature: [T]. platt: [slope, intercept]. isotonic: all thresholds, then
  /// the probabilities at them.
  public var parameters: [Double] {
    switch self {
    case .identity: []
    case .temperature(let scaling): [scaling.temperature]
    case .platt(let scaling): [scaling.slope, scaling.intercept]
    case .isotonic(let regression): regression.thresholds + regression.values
    }
  }

  /// Rebuilds a recalibration from what `method` and `parameters` gave.
  ///
  /// Throws `CalibrationError.badSetting` when the numbers cannot be such parameters.
  public init(method: Method, parameters: [Double]) throws {
    switch (method, parameters.count) {
    case (.identity, 0): self = .identity
    case (.temperature, 1):
      self = .temperature(try TemperatureScaling(temperature: parameters[0]))
    case (.platt, 2):
      self = .platt(try PlattScaling(slope: parameters[0], intercept: parameters[1]))
    case (.isotonic, let count) where count > 0 && count.isMultiple(of: 2):
      self = .isotonic(
        try IsotonicRegression(
          thresholds: Array(parameters.prefix(count / 2)),
          values: Array(parameters.suffix(count / 2))))
    default:
      throw CalibrationError.badSetting(
        "A stored \(method.rawValue) recalibration cannot have \(parameters.count) parameters.")
    }
  }
}
