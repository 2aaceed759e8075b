/// Values with intervals under one another, to be compared against each other and a reference.
public struct ForestFigure: Figure {
  /// One row.
  public struct Row: Sendable {
    /// What the value belongs to.
    public var label: String
    public var value: Measured
    /// Whether the row is the one that the others are compared with.
    public var isMain: Bool

    /// A labelled value.
    public init(label: String, value: Measured, isMain: Bool = false) {
      self.label = label
      self.value = value
      self.isMain = isMain
    }
  }

  public var title: String
  /// The metric, with its direction.
  public var metric: String
  public var rows: [Row]
  /// A value drawn as a dotted vertical line, such as chance level or no difference.
  public var reference: Double?

  /// A figure of rows from top to bottom.
  public init(title: String, metric: String, rows: [Row], reference: Double? = nil) {
    self.title = title
    self.metric = metric
    self.rows = rows
    self.reference = reference
  }

  public var summary: String {
    guard !rows.isEmpty else { return "Nothing to compare." }
    return "\(metric): "
      + rows.map { "\($0.label) \($0.value.text())" }.joined(separator: "; ") + "."
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let size = ChartTheme.textSize
    let lineHeight = 15.0
    func textWidth(_ text: String) -> Double {
      TextMetrics.width(of: text, size: size, bold: true)
    }
    let valueWidth = rows.map { textWidth($0.value.text()) }.max() ?? 0
    let labelWidth = rows.map { textWidth($0.label) }.max() ?? 0
    // Long labels take several lines beside the plot; with too little room for that, each row's words
    // stand above its mark.
    let room = min(labelWidth, width - valueWidth - 36 - narrowestPlot)
    let isStacked = room < min(labelWidth, 130)
    let (left, right) = isStacked ? (8.0, width - 12) : (room + 18, width - valueWidth - 18)
    let top = 6.0
    let labels = rows.map { row in
      TextMetrics.lines(
        row.label, width: isStacked ? width - textWidth(row.value.text()) - 12 : room, size: size,
        bold: true)
    }
    let heights = labels.map { lines in
      (isStacked ? 40 : 27) + lineHeight * Double(max(lines.count - 1, 0))
    }
    let bottom = top + max(heights.reduce(0, +), 27)
    let plot = Plot(
      x: scale(from: left, to: right), y: Scale(domain: 0, 1, start: bottom, end: top))
    var start = top
    for (row, (lines, height)) in zip(rows, zip(labels, heights)) {
      let y = start + (isStacked ? height - 10 : height / 2)
      let baseline = isStacked ? start + 15 : y + 4
      let name = row.isMain ? "strong" : "text"
      let firstLine =
        isStacked ? baseline : baseline - lineHeight * Double(max(lines.count - 1, 0)) / 2
      for (number, line) in lines.enumerated() {
        drawing.text(
          line, at: Point(x: 0, y: firstLine + lineHeight * Double(number)), class: name)
      }
      drawing.text(
        row.value.text(), at: Point(x: width, y: baseline), anchor: .end, class: name)
      // Where words stand above the marks, the reference line must not run through them.
      let reach = isStacked ? 8 : height / 2
      if let reference {
        let x = plot.x.clampedPosition(reference)
        drawing.line(Point(x: x, y: y - reach), Point(x: x, y: y + reach), class: "rule")
      }
      draw(row, y: y, in: &drawing, plot)
      start += height
    }
    drawing.height = drawing.bottomAxis(plot, ticks: plot.x.ticks(5), title: metric)
    return drawing
  }

  /// Below this width intervals cannot be told apart.
  private var narrowestPlot: Double { 220 }

  private func scale(from left: Double, to right: Double) -> Scale {
    Scale.nice(
      around: rows.flatMap(\.value.numbers) + [reference].compactMap { $0 }, start: left, end: right
    )
  }

  private func draw(_ row: Row, y: Double, in drawing: inout Drawing, _ plot: Plot) {
    guard row.value.isDrawable else { return }
    let colour = row.isMain ? "s1" : "plain"
    if row.value.hasInterval {
      let ends = [row.value.low, row.value.high].map {
        Point(x: plot.x.clampedPosition($0), y: y)
      }
      drawing.line(ends[0], ends[1], class: "line \(colour)")
    }
    drawing.marker(
      row.isMain ? .square : .circle, at: Point(x: plot.x.position(row.value.value), y: y),
      radius: row.isMain ? 5 : 4, class: "dot \(colour)", tip: "\(row.label): \(row.value.text())")
  }
}
