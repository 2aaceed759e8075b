/// A metric at every tap of a model, from what enters the first block to the final norm.
public struct LayerSweepFigure: Figure {
  /// One line of the figure.
  public struct Series: Sendable {
    /// What the values were measured on, such as `validation`.
    public var name: String
    /// One value a tap, in tap order; NaN leaves a gap.
    public var values: [Measured]

    /// A line with one value a tap.
    public init(name: String, values: [Measured]) {
      self.name = name
      self.values = values
    }
  }

  public var title: String
  /// The metric on the vertical axis, with its direction: `AUROC (higher is better)`.
  public var metric: String
  /// The names of the taps in order, such as `embedding`, `block.1`, `final_norm`.
  public var taps: [String]
  /// The lines; at most four are told apart.
  public var series: [Series]
  /// The tap that was chosen.
  public var winner: Int?
  /// The value that guessing reaches, drawn as a dotted line.
  public var chance: Double?
  /// What the bands are, for the legend.
  public var intervalName: String

  /// A sweep; series shorter than `taps` end early.
  public init(
    title: String, metric: String, taps: [String], series: [Series], winner: Int? = nil,
    chance: Double? = nil, intervalName: String = "95 % interval"
  ) {
    self.title = title
    self.metric = metric
    self.taps = taps
    self.series = Array(series.prefix(4))
    self.winner = winner.flatMap { taps.indices.contains($0) ? $0 : nil }
    self.chance = chance
    self.intervalName = intervalName
  }

  public var summary: String {
    guard let winner else { return "\(metric) at \(taps.count) taps." }
    let values = series.compactMap { series in
      winner < series.values.count && series.values[winner].isDrawable
        ? "\(series.name) \(series.values[winner].text())" : nil
    }
    return "\(metric) at \(taps.count) taps; chosen: \(taps[winner])"
      + (values.isEmpty ? "." : ", " + values.joined(separator: ", ") + ".")
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let top = drawing.header(metric, legend: legend) + (winner == nil ? 8 : 24)
    let height = min(max(width * 0.42, 190), 300)
    let plot = plot(width: width, top: top, bottom: top + height)
    drawing.horizontalGrid(plot, ticks: plot.y.ticks(5))
    if let chance {
      let y = plot.y.clampedPosition(chance)
      drawing.line(Point(x: plot.left, y: y), Point(x: plot.right, y: y), class: "rule")
    }
    markWinner(in: &drawing, plot)
    for index in series.indices { drawIntervals(index, in: &drawing, plot) }
    for index in series.indices { drawValues(index, in: &drawing, plot) }
    drawing.height = drawing.bottomAxis(plot, labels: tapLabels(plot), title: "tap")
    return drawing
  }

  private var legend: [LegendItem] {
    var items = series.enumerated().map { LegendItem(text: $1.name, series: SeriesStyle($0)) }
    if series.contains(where: { $0.values.contains { $0.isDrawable && $0.hasInterval } }) {
      items.append(LegendItem(text: intervalName, sample: .area("area plain")))
    }
    if chance != nil { items.append(LegendItem(rule: "chance")) }
    return items
  }

  private func plot(width: Double, top: Double, bottom: Double) -> Plot {
    let values = series.flatMap { $0.values.flatMap(\.numbers) }
    let y = Scale.nice(
      around: values + [chance].compactMap { $0 }, start: bottom, end: top)
    let left = Plot.leftMargin(for: y.ticks(5))
    // Half a step of air at both ends keeps the first and last marker off the frame.
    let last = Double(max(taps.count - 1, 0))
    return Plot(x: Scale(domain: -0.5, last + 0.5, start: left, end: width - 4), y: y)
  }

  private func markWinner(in drawing: inout Drawing, _ plot: Plot) {
    guard let winner else { return }
    let x = plot.x.position(Double(winner))
    drawing.line(Point(x: x, y: plot.top - 6), Point(x: x, y: plot.bottom), class: "axis")
    let size = ChartTheme.textSize
    let text = TextMetrics.fitted(
      "chosen: \(taps[winner])", width: plot.right, size: size, bold: true)
    let half = TextMetrics.width(of: text, size: size, bold: true) / 2
    let middle = max(min(x, plot.right - half), half)
    drawing.text(
      text, at: Point(x: middle, y: plot.top - 10), anchor: .middle, class: "strong")
  }

  /// The values of a series that have a tap.
  private func values(of index: Int) -> [Measured] {
    Array(series[index].values.prefix(taps.count))
  }

  private func drawIntervals(_ index: Int, in drawing: inout Drawing, _ plot: Plot) {
    let values = values(of: index)
    let colour = SeriesStyle(index).colour
    func edge(_ part: (Measured) -> Double) -> [Point] {
      values.enumerated().map { plot.point(Double($0), part($1)) }
    }
    drawing.band(edge(\.low), edge(\.high), class: "area \(colour)")
    for (tap, value) in values.enumerated() where value.isDrawable && value.hasInterval {
      let isAlone = [tap - 1, tap + 1].allSatisfy {
        !values.indices.contains($0) || !values[$0].hasInterval
      }
      guard isAlone || tap == winner else { continue }
      drawing.intervalBar(
        x: plot.x.position(Double(tap)), plot.y.clampedPosition(value.low),
        plot.y.clampedPosition(value.high), class: "line thin \(colour)")
    }
  }

  private func drawValues(_ index: Int, in drawing: inout Drawing, _ plot: Plot) {
    let points = values(of: index).enumerated().map { plot.point(Double($0), $1.value) }
    let style = SeriesStyle(index)
    drawing.brokenLine(points, class: style.line)
    let spacing = (plot.right - plot.left) / Double(max(taps.count, 1))
    let radius = min(3.6, spacing * 0.3)
    // Under 1.6 units a marker is a blot on the line; then only the chosen tap keeps one.
    for (tap, value) in values(of: index).enumerated()
    where value.isDrawable && (radius >= 1.6 || tap == winner) {
      drawing.marker(
        style.marker, at: points[tap],
        radius: tap == winner ? max(radius, 2.6) + 1.6 : radius, class: style.dot,
        tip: "\(taps[tap]), \(series[index].name): \(value.text())")
    }
  }

  /// The two ends by name, the winner, and the block numbers at regular steps that fit between.
  private func tapLabels(_ plot: Plot) -> [LabelPlacement.Candidate] {
    let spacing = (plot.right - plot.left) / Double(max(taps.count, 1))
    let step = [1, 2, 5, 10, 20, 50].first { Double($0) * spacing >= 26 } ?? 100
    return taps.enumerated().compactMap { index, tap in
      let isEnd = index == 0 || index == taps.count - 1
      let block = tap.hasPrefix("block.") ? Int(tap.dropFirst(6)) : nil
      guard index == winner || isEnd || (block ?? index) % step == 0 else { return nil }
      return LabelPlacement.Candidate(
        x: plot.x.position(Double(index)), text: block.map(String.init) ?? tap,
        rank: index == winner ? 0 : isEnd ? 1 : 2, bold: index == winner)
    }
  }
}
