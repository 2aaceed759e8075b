public import Calibration
public import Statistics

extension Estimate {
  /// The same number for a figure.
  public var measured: Measured { Measured(value, low: low, high: high) }
}

extension ReliabilityFigure {
  /// A diagram of a reliability curve, with its consistency band where it has one.
  public init(title: String, _ curve: ReliabilityCurve, positive: String) {
    self.init(
      title: title,
      bins: curve.bins.map {
        Bin(
          lower: $0.lowerEdge, upper: $0.upperEdge, meanPredicted: $0.meanProbability,
          observed: $0.observedRate, bandLow: $0.bandLow, bandHigh: $0.bandHigh,
          count: $0.count)
      }, positive: positive)
  }
}

extension ROCFigure.Curve {
  /// The curve of some scores with the area under it.
  public init(name: String, _ curve: ROCCurve, auroc: Estimate) {
    self.init(
      name: name, points: curve.points.map { ($0.falsePositiveRate, $0.truePositiveRate) },
      auroc: auroc.measured)
  }
}
