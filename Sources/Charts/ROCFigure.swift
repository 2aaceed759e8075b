/// The receiver operating characteristic: true against false positives over all thresholds.
public struct ROCFigure: Figure {
  /// One curve.
  public struct Curve: Sendable {
    /// Whose scores these are.
    public var name: String
    /// The shares of false and of true positives, both from 0 to 1 and ascending.
    public var points: [(falsePositiveRate: Double, truePositiveRate: Double)]
    /// The area under the curve.
    public var auroc: Measured

    /// A curve with its area.
    public init(
      name: String, points: [(falsePositiveRate: Double, truePositiveRate: Double)],
      auroc: Measured
    ) {
      self.name = name
      self.points = points
      self.auroc = auroc
    }
  }

  public var title: String
  /// The curves, the most important first; at most four are told apart.
  public var curves: [Curve]

  /// A figure of one or more curves.
  public init(title: String, curves: [Curve]) {
    self.title = title
    self.curves = Array(curves.prefix(4))
  }

  public var summary: String {
    guard !curves.isEmpty else { return "No curve." }
    return curves.map { "\($0.name): AUROC \($0.auroc.text())" }.joined(separator: "; ") + "."
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let legend = curves.enumerated().map { index, curve in
      LegendItem(
        text: "\(curve.name) \(curve.auroc.text())",
        sample: .line(Self.lineClass(index), marker: nil, markerClass: ""))
    }
    let top =
      drawing.header("true positive rate", legend: legend + [LegendItem(rule: "chance 0.5")]) + 8
    let ticks = Scale(domain: 0, 1, start: 0, end: 1).ticks(5)
    let left = Plot.leftMargin(for: ticks)
    let side = min(width - left - 8, 420)
    let plot = Plot(
      x: Scale(domain: 0, 1, start: left, end: left + side),
      y: Scale(domain: 0, 1, start: top + side * 0.94, end: top))
    drawing.horizontalGrid(plot, ticks: ticks)
    drawing.line(plot.point(0, 0), plot.point(1, 1), class: "rule")
    for (index, curve) in curves.enumerated().reversed() {
      let points = curve.points.map { plot.point($0.falsePositiveRate, $0.truePositiveRate) }
      let line = Drawing.thinned(points.filter(\.isFinite))
      if index == 0, let first = line.first, let last = line.last {
        let base = [Point(x: last.x, y: plot.bottom), Point(x: first.x, y: plot.bottom)]
        drawing.path(line + base, class: "area s1", closed: true)
      }
      drawing.path(line, class: Self.lineClass(index))
    }
    drawing.height = drawing.bottomAxis(plot, ticks: ticks, title: "false positive rate")
    return drawing
  }

  private static func lineClass(_ index: Int) -> String {
    "line s\(index + 1)" + (index == 0 ? "" : " dash thin")
  }
}
