import Probes
import Statistics
public import TextFiles

/// A plan beside what came out.
public struct HedgeOutcome: Sendable {
  /// Whether the prediction held.
  public enum Verdict: String, Sendable {
    /// The interval of the distance from the hedge stays within the tolerance.
    case supported
    /// It lies beyond the tolerance.
    case notSupported = "not supported"
    /// It contains the tolerance, or there is no interval.
    case open
    /// There was nothing to predict.
    case noPrediction = "no prediction"
  }

  /// What was expected.
  public let plan: HedgePlan
  /// The mean prediction on the least familiar held-out questions.
  public let observed: [Double]
  /// The bin that `observed` is of.
  public let bin: HedgeEvaluation.Bin
  /// The distance of the training set's mean unfamiliar prediction from the hedge, ‖mean p - h‖₁;
  /// nil where it was not measured.
  public let stationarityResidual: Double?
  /// How far the mean prediction may be from the hedge.
  public let tolerance: Double
  /// The verdict.
  public let verdict: Verdict

  /// Judges a run on its least familiar bin that has at least `minimumRows` rows.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` when no bin has as many.
  public init(
    _ plan: HedgePlan, _ evaluation: HedgeEvaluation, stationarityResidual: Double? = nil,
    tolerance: Double = 0.1, minimumRows: Int = 20
  ) throws {
    guard let bin = evaluation.bins.last(where: { $0.rows >= minimumRows }) else {
      throw HedgedPredictionError.badData(
        "No bin of unfamiliar questions has \(minimumRows) rows to compare with the plan.")
    }
    (self.plan, self.bin, self.tolerance) = (plan, bin, tolerance)
    self.stationarityResidual = stationarityResidual
    observed = bin.meanPrediction
    let distance = bin[.distanceOfMean]
    verdict =
      plan.hedge == nil
      ? .noPrediction
      : !distance.hasInterval
        ? .open
        : distance.high <= tolerance
          ? .supported : distance.low > tolerance ? .notSupported : .open
  }

  /// Predicted against observed, place by place.
  public var rows: [(answer: String, predicted: Double, observed: Double)] {
    let predicted = plan.hedge?.distribution
    return plan.calculus.space.names.enumerated().map { place, name in
      (name, predicted?[place] ?? .nan, observed[place])
    }
  }

  /// The outcome as data.
  public var json: JSONValue {
    [
      "name": .string(plan.name), "verdict": .string(verdict.rawValue),
      "tolerance": .number(tolerance), "distance": bin[.distanceOfMean].json,
      "rows": .integer(Int64(bin.rows)), "bin_lower": .finite(bin.lower),
      "bin_upper": .finite(bin.upper),
      "stationarity_residual": stationarityResidual.map(JSONValue.finite) ?? .null,
      "predicted": .array(rows.map { .finite($0.predicted) }),
      "observed": .array(rows.map { .finite($0.observed) }),
    ]
  }
}
