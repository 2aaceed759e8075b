/// The rectangle in which data are drawn, with the scales along its sides.
struct Plot {
  var x: Scale
  var y: Scale

  var left: Double { x.start }
  var right: Double { x.end }
  var top: Double { y.end }
  var bottom: Double { y.start }

  func point(_ x: Double, _ y: Double) -> Point {
    Point(x: self.x.position(x), y: self.y.clampedPosition(y))
  }

  /// The room that labels of a vertical axis take at its left.
  static func leftMargin(for ticks: [Tick]) -> Double {
    let widths = ticks.map { TextMetrics.width(of: $0.label, size: ChartTheme.textSize) }
    return (widths.max() ?? 0) + 9
  }

  /// The smallest range from tick to tick around all finite values; 0...1 without any.
  static func niceDomain(
    of values: [Double], ticks count: Int = 5, wholeNumbers: Bool = false
  ) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return 0...1 }
    let raw = Scale(domain: low, high, start: 0, end: 1).domain
    let span = raw.upperBound - raw.lowerBound
    let step = TickStep(span: span, count: count, wholeNumbers: wholeNumbers)
    let first = (raw.lowerBound / step.value + 1e-9).rounded(.down)
    let last = (raw.upperBound / step.value - 1e-9).rounded(.up)
    guard first.magnitude < 1e15, last.magnitude < 1e15 else { return raw }
    return step.tick(Int(first))...step.tick(Int(last))
  }
}

/// Axes with their ticks and labels.
extension Drawing {
  /// Grid lines across the plot with their labels at the left.
  mutating func horizontalGrid(_ plot: Plot, ticks: [Tick]) {
    for tick in ticks {
      let y = plot.y.position(tick.value)
      line(Point(x: plot.left, y: y), Point(x: plot.right, y: y), class: "grid")
      text(tick.label, at: Point(x: plot.left - 7, y: y + 4), anchor: .end, class: "muted")
    }
  }

  /// The line under the plot with tick labels, as many as fit, and the axis title below them;
  /// returns the lowest position used.
  mutating func bottomAxis(
    _ plot: Plot, labels: [LabelPlacement.Candidate], title: String
  ) -> Double {
    line(
      Point(x: plot.left, y: plot.bottom), Point(x: plot.right, y: plot.bottom), class: "axis")
    let size = ChartTheme.textSize
    let edge = max(plot.left - 34, 0)
    let placed = LabelPlacement.place(labels, within: edge...width, size: size)
    for label in placed {
      let candidate = labels[label.index]
      line(
        Point(x: candidate.x, y: plot.bottom), Point(x: candidate.x, y: plot.bottom + 4),
        class: "axis")
      text(
        candidate.text, at: Point(x: label.x, y: plot.bottom + 17), anchor: .middle,
        class: candidate.bold ? "strong" : "muted")
    }
    var y = plot.bottom + (placed.isEmpty ? 2 : 18)
    for line in TextMetrics.lines(title, width: plot.right - plot.left, size: size) {
      y += 16
      text(
        line, at: Point(x: (plot.left + plot.right) / 2, y: y), anchor: .middle, class: "muted")
    }
    return y + 5
  }

  /// The bottom axis of a numeric scale.
  mutating func bottomAxis(_ plot: Plot, ticks: [Tick], title: String) -> Double {
    let labels = ticks.enumerated().map { index, tick in
      LabelPlacement.Candidate(x: plot.x.position(tick.value), text: tick.label, rank: index)
    }
    return bottomAxis(plot, labels: labels, title: title)
  }
}
