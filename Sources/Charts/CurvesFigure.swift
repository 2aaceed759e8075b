/// Several lines over a common numeric axis, with intervals, reference lines and named points.
public struct CurvesFigure: Figure {
  /// A place on a line.
  public struct Place: Sendable, Equatable {
    /// The position on the horizontal axis.
    public var x: Double
    /// The value, with its interval.
    public var y: Measured
    /// A name written beside the place.
    public var label: String?

    /// A place, with a name if it is to be told apart.
    public init(x: Double, y: Measured, label: String? = nil) {
      (self.x, self.y, self.label) = (x, y, label)
    }
  }

  /// One line.
  public struct Curve: Sendable {
    public var name: String
    /// The places in drawing order; those that are not finite leave a gap.
    public var places: [Place]

    /// A named line.
    public init(name: String, places: [Place]) { (self.name, self.places) = (name, places) }
  }

  /// A dotted line across the plot, with its meaning.
  public struct Reference: Sendable {
    public var name: String
    public var y: Double

    /// A reference value.
    public init(name: String, y: Double) { (self.name, self.y) = (name, y) }
  }

  public var title: String
  /// The titles of the axes, with units and direction.
  public var xTitle, yTitle: String
  /// The lines; at most four are told apart.
  public var curves: [Curve]
  public var references: [Reference]
  /// Whether the horizontal axis is logarithmic.
  public var isLogarithmic: Bool
  /// Values that the vertical axis must contain, such as 0 and 1 for a probability.
  public var contains: [Double]

  /// A figure of lines.
  public init(
    title: String, xTitle: String, yTitle: String, curves: [Curve], references: [Reference] = [],
    isLogarithmic: Bool = false, contains: [Double] = []
  ) {
    (self.title, self.xTitle, self.yTitle) = (title, xTitle, yTitle)
    self.curves = Array(curves.prefix(4))
    (self.references, self.isLogarithmic, self.contains) = (references, isLogarithmic, contains)
  }

  public var summary: String {
    let ends = curves.compactMap { curve -> String? in
      guard let first = curve.places.first(where: { $0.y.value.isFinite }),
        let last = curve.places.last(where: { $0.y.value.isFinite })
      else { return nil }
      return "\(curve.name) from \(NumberText.fixed(first.y.value, decimals: 3)) to "
        + NumberText.fixed(last.y.value, decimals: 3)
    }
    return ends.isEmpty ? "No values." : "\(yTitle): " + ends.joined(separator: "; ") + "."
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let top = drawing.header(yTitle, legend: legend) + 10
    let plot = plot(width: width, top: top, bottom: top + min(max(width * 0.45, 200), 320))
    drawing.horizontalGrid(plot, ticks: plot.y.ticks(5))
    for reference in references {
      let y = plot.y.clampedPosition(reference.y)
      drawing.line(Point(x: plot.left, y: y), Point(x: plot.right, y: y), class: "rule")
    }
    for index in curves.indices { drawIntervals(index, in: &drawing, plot) }
    for index in curves.indices { drawLine(index, in: &drawing, plot) }
    drawNames(in: &drawing, plot)
    drawing.height = drawing.bottomAxis(plot, ticks: plot.x.ticks(6), title: xTitle)
    return drawing
  }

  private var legend: [LegendItem] {
    curves.enumerated().map { LegendItem(text: $1.name, series: SeriesStyle($0)) }
      + references.map { LegendItem(rule: $0.name) }
  }

  private func plot(width: Double, top: Double, bottom: Double) -> Plot {
    let places = curves.flatMap(\.places)
    let y = Scale.nice(
      around: places.flatMap(\.y.numbers) + references.map(\.y) + contains, start: bottom, end: top)
    let positions = places.map(\.x).filter(\.isFinite)
    let ends = (positions.min() ?? 0, positions.max() ?? 1)
    let left = Plot.leftMargin(for: y.ticks(5)) + 8
    return Plot(
      x: Scale(
        isLogarithmic ? .logarithmic : .linear, domain: ends.0, ends.1, start: left,
        end: width - 14),
      y: y)
  }

  private func drawIntervals(_ index: Int, in drawing: inout Drawing, _ plot: Plot) {
    let places = curves[index].places
    func edge(_ part: (Measured) -> Double) -> [Point] {
      places.map { plot.point($0.x, part($0.y)) }
    }
    drawing.band(edge(\.low), edge(\.high), class: "area \(SeriesStyle(index).colour)")
  }

  private func drawLine(_ index: Int, in drawing: inout Drawing, _ plot: Plot) {
    let (places, style) = (curves[index].places, SeriesStyle(index))
    drawing.brokenLine(places.map { plot.point($0.x, $0.y.value) }, class: style.line)
    for place in places where place.y.isDrawable {
      let name = place.label.map { "\($0): " } ?? ""
      drawing.marker(
        style.marker, at: plot.point(place.x, place.y.value), radius: 3.6, class: style.dot,
        tip: "\(curves[index].name), \(name)\(place.y.text())")
    }
  }

  /// Names of single places, where they touch neither another name nor a mark.
  private func drawNames(in drawing: inout Drawing, _ plot: Plot) {
    var taken = curves.flatMap(\.places).map { plot.point($0.x, $0.y.value) }
      .filter(\.isFinite).map { Box(around: $0, half: 5) }
    for place in curves.flatMap(\.places) {
      guard let label = place.label, place.y.isDrawable else { continue }
      let at = plot.point(place.x, place.y.value)
      let size = ChartTheme.textSize
      let length = TextMetrics.width(of: label, size: size)
      let candidates = [
        Point(x: at.x + 9, y: at.y + 4), Point(x: at.x - 9 - length, y: at.y + 4),
        Point(x: at.x - length / 2, y: at.y - 9), Point(x: at.x - length / 2, y: at.y + 18),
      ]
      for candidate in candidates {
        let box = Box(
          left: candidate.x, right: candidate.x + length, top: candidate.y - 10,
          bottom: candidate.y + 3)
        guard box.left >= plot.left, box.right <= drawing.width, box.top >= plot.top - 8,
          box.bottom <= plot.bottom, !taken.contains(where: box.touches)
        else { continue }
        drawing.text(label, at: candidate, size: size, class: "muted")
        taken.append(box)
        break
      }
    }
  }
}

/// A rectangle that a name or a mark takes.
private struct Box {
  var left, right, top, bottom: Double

  init(left: Double, right: Double, top: Double, bottom: Double) {
    (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
  }

  init(around centre: Point, half: Double) {
    self.init(
      left: centre.x - half, right: centre.x + half, top: centre.y - half,
      bottom: centre.y + half)
  }

  func touches(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
