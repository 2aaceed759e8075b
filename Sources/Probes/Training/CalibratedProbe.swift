public import Calibration

/// A probe that tells two classes apart and is ready for use, whatever it is made of: one direction
/// (``TrainedProbe``) or a network (``HeadProbe``).
public protocol CalibratedProbe: Sendable {
  /// What it reads: a tap, or several inputs by the name of their ``HeadInputs``.
  var tap: String { get }
  /// The number of features it reads.
  var width: Int { get }
  /// What it is made of, in a word or two: `logistic`, `MLP 2048`.
  var kindName: String { get }
  /// The map from logits to calibrated probabilities.
  var recalibration: Recalibration { get }
  /// What the probe is compared with, fitted on the same training part.
  var baselines: [Baseline] { get }
  /// Groups seen in training, to recognise them in other data.
  var seenGroups: SeenGroups { get }
  /// Everything else that is worth knowing.
  var metadata: ProbeMetadata { get }

  /// The log-odds of the positive class for some rows of its tap (all of them when `rows` is nil).
  ///
  /// - Throws: ``ProbesError/otherWidth(tap:expected:found:)``, or
  ///   ``ProbesError/notFinite(tap:row:feature:)`` when a feature makes a logit that is not finite.
  func logits(of features: LayerFeatures, rows: [Int32]?) throws -> [Double]
}

extension CalibratedProbe {
  /// The probe's answer for every row of its tap (or for some rows, in that order).
  ///
  /// - Throws: what ``logits(of:rows:)`` throws.
  public func predict(_ features: LayerFeatures, rows: [Int32]? = nil) throws -> [ProbePrediction] {
    try logits(of: features, rows: rows).map { logit in
      ProbePrediction(
        logit: logit, probability: Calibration.probability(ofLogit: logit),
        calibrated: recalibration.probability(ofLogit: logit))
    }
  }

  /// Throws ``ProbesError/otherModel(probe:features:)`` unless the features come from the model that
  /// the probe was trained on, or the probe was trained on features of no known model.
  public func checkModel(fingerprint: String) throws {
    let own = metadata.modelFingerprint
    guard own.isEmpty || own == fingerprint else {
      throw ProbesError.otherModel(probe: own, features: fingerprint)
    }
  }
}

/// What a probe says about one row.
public struct ProbePrediction: Sendable, Equatable {
  /// The log-odds of the positive class as the probe gives them.
  public let logit: Double
  /// The probability of the positive class that belongs to the logit.
  public let probability: Double
  /// The probability after recalibration.
  public let calibrated: Double
}
