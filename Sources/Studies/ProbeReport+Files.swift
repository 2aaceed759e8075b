public import Charts
import Calibration

extension ProbeReport {
  /// A figure of the report under the name its file should have, without an ending.
  public struct NamedFigure: Sendable {
    /// Such as `layer-sweep`.
    public let name: String
    /// The figure.
    public let figure: any Figure
  }

  /// The figures that the report's numbers allow, in the order of the page.
  public var figures: [NamedFigure] {
    let reliability = [
      ("reliability-before", "Before recalibration", before), ("reliability-after", "After", after),
    ].compactMap { name, title, outcome in
      outcome?.reliability.map { (name, reliabilityFigure(title, $0) as any Figure) }
    }
    let others: [(String, (any Figure)?)] = [
      ("roc", rocFigure), ("scores", scoreFigure), ("baselines", baselineFigure),
      ("penalty", penaltyFigure),
    ]
    let all = [("layer-sweep", sweepFigure as (any Figure)?)] + reliability + others
    return all.compactMap { name, figure in figure.map { NamedFigure(name: name, figure: $0) } }
  }
}
