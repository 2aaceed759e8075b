/// How the scores of two classes are spread: one histogram upwards, the other downwards.
public struct ScoreHistogramFigure: Figure {
  public var title: String
  /// The edges of the bins, ascending; one more than there are counts.
  public var edges: [Double]
  /// The names of the class drawn upwards and of the one drawn downwards.
  public var positiveName, negativeName: String
  /// How many scores of each class fell into each bin.
  public var positiveCounts, negativeCounts: [Int]
  /// The title of the horizontal axis, with the direction of the score.
  public var axisTitle: String
  /// The decision threshold, drawn as a dotted line.
  public var threshold: Double?

  /// A pair of histograms over the same bins.
  public init(
    title: String, edges: [Double], positiveName: String, positiveCounts: [Int],
    negativeName: String, negativeCounts: [Int], axisTitle: String, threshold: Double? = nil
  ) {
    self.title = title
    self.edges = edges.filter(\.isFinite)
    (self.positiveName, self.positiveCounts) = (positiveName, positiveCounts)
    (self.negativeName, self.negativeCounts) = (negativeName, negativeCounts)
    self.axisTitle = axisTitle
    self.threshold = threshold
  }

  public var summary: String {
    let totals = [(positiveName, positiveCounts), (negativeName, negativeCounts)].map {
      "\(NumberText.count($0.1.reduce(0, +))) \($0.0)"
    }
    return totals.joined(separator: " (upwards), ") + " (downwards)."
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let legend = [
      LegendItem(text: "\(positiveName) (up)", sample: .area("fill s1")),
      LegendItem(text: "\(negativeName) (down)", sample: .area("fill s2")),
    ]
    let top = drawing.header("count", legend: legend) + 8
    let (up, down) = (positiveCounts.max() ?? 0, negativeCounts.max() ?? 0)
    let height = min(max(width * 0.72, 200), 340)
    let y = Scale.nice(
      around: [-Double(max(down, 1)), Double(max(up, 1))], ticks: 6, wholeNumbers: true,
      start: top + height, end: top)
    let ticks = y.ticks(6, wholeNumbers: true).map {
      Tick(value: $0.value, label: NumberText.count(Int($0.value.magnitude)))
    }
    let left = Plot.leftMargin(for: ticks)
    let x = Scale(
      domain: edges.first ?? 0, edges.last ?? 1, start: left, end: min(width - 8, left + 700))
    let plot = Plot(x: x, y: y)
    drawing.horizontalGrid(plot, ticks: ticks)
    if let threshold, x.domain.contains(threshold) {
      let at = x.position(threshold)
      drawing.line(Point(x: at, y: plot.top), Point(x: at, y: plot.bottom), class: "rule")
    }
    drawBars(positiveCounts, 1, positiveName, "s1", in: &drawing, plot)
    drawBars(negativeCounts, -1, negativeName, "s2", in: &drawing, plot)
    let zero = y.position(0)
    drawing.line(Point(x: plot.left, y: zero), Point(x: plot.right, y: zero), class: "axis")
    drawing.height = drawing.bottomAxis(plot, ticks: x.ticks(5), title: axisTitle)
    return drawing
  }

  private func drawBars(
    _ counts: [Int], _ sign: Double, _ name: String, _ colour: String,
    in drawing: inout Drawing, _ plot: Plot
  ) {
    for (count, ends) in zip(counts, zip(edges, edges.dropFirst())) where count > 0 {
      var (low, high) = (plot.point(ends.0, 0), plot.point(ends.1, sign * Double(count)))
      if high.x - low.x > 4 { (low.x, high.x) = (low.x + 0.7, high.x - 0.7) }
      let tip = "\(NumberText.interval(ends.0, ends.1, decimals: 2)): \(count) \(name)"
      drawing.rectangle(low, high, class: "fill \(colour)", tip: tip)
    }
  }
}
