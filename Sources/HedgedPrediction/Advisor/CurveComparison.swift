import Probes
public import Statistics
public import TextFiles

/// A predicted curve beside the one that came out: right, abstains and wrong in every bin.
public struct CurveComparison: Sendable {
  /// One bin.
  public struct Point: Sendable {
    /// The mean score of the bin's questions.
    public let score: Double
    /// What is compared.
    public let metric: HedgeMetric
    /// What was predicted, and what came out.
    public let predicted, observed: Double
  }

  /// The scheme.
  public let scheme: SupervisionScheme
  /// The axis.
  public let axis: String
  /// All bins with rows, three metrics each.
  public let points: [Point]
  /// The mean absolute error with an interval over questions and runs, where rows were compared.
  public internal(set) var error: Estimate?

  /// Compares two evaluations over the same bins.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` when their bins differ.
  public init(
    _ scheme: SupervisionScheme, axis: String, predicted: HedgeEvaluation,
    observed: HedgeEvaluation
  ) throws {
    guard predicted.bins.map(\.lower) == observed.bins.map(\.lower) else {
      throw HedgedPredictionError.badData("A prediction and its outcome need the same bins.")
    }
    (self.scheme, self.axis) = (scheme, axis)
    points = zip(predicted.bins, observed.bins).filter { $0.rows > 0 && $1.rows > 0 }
      .flatMap { before, after in
        [HedgeMetric.right, .abstain, .wrong].map {
          Point(
            score: after.meanScore, metric: $0, predicted: before[$0].value,
            observed: after[$0].value)
        }
      }
  }

  /// The mean absolute error over all points.
  public var meanAbsoluteError: Double {
    points.reduce(0) { $0 + abs($1.predicted - $1.observed) } / Double(points.count)
  }

  /// The largest absolute error.
  public var largestError: Double { points.map { abs($0.predicted - $0.observed) }.max() ?? .nan }

  /// Every point.
  public var json: JSONValue {
    [
      "scheme": .string(scheme.name), "axis": .string(axis),
      "mean_absolute_error": .number(meanAbsoluteError),
      "mean_absolute_error_interval": error?.json ?? .null, "largest_error": .number(largestError),
      "points": .array(
        points.map {
          [
            "score": .number($0.score), "metric": .string($0.metric.rawValue),
            "predicted": .number($0.predicted), "observed": .number($0.observed),
          ]
        }),
    ]
  }
}
