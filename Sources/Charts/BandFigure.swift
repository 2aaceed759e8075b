/// A measured curve: points joined by a line, with the intervals as a band around it.
public struct BandFigure: Figure {
  /// A point of the curve.
  public struct Item: Sendable {
    /// Where it stands.
    public var x: Double
    /// What was measured there.
    public var value: Measured

    /// A point.
    public init(x: Double, value: Measured) { (self.x, self.value) = (x, value) }
  }

  public var title: String
  /// The titles of the axes.
  public var xTitle, yTitle: String
  /// The points from left to right.
  public var items: [Item]
  /// A value drawn as a dotted horizontal line, such as no preference.
  public var reference: Double?

  /// A curve; points are sorted by their place.
  public init(
    title: String, xTitle: String, yTitle: String, items: [Item], reference: Double? = nil
  ) {
    (self.title, self.xTitle, self.yTitle) = (title, xTitle, yTitle)
    self.items = items.filter { $0.x.isFinite }.sorted { $0.x < $1.x }
    self.reference = reference
  }

  public var summary: String {
    guard let first = items.first, let last = items.last else { return "Nothing was measured." }
    return "\(yTitle) goes from \(first.value.text(decimals: 2)) at "
      + "\(NumberText.fixed(first.x, decimals: 2)) to \(last.value.text(decimals: 2)) at "
      + "\(NumberText.fixed(last.x, decimals: 2)); \(items.count) points."
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let top = drawing.header(yTitle, legend: []) + 8
    let height = min(max(width * 0.55, 150), 240)
    let y = Scale.nice(
      around: items.flatMap(\.value.numbers) + [reference].compactMap { $0 }, start: top + height,
      end: top)
    let x = Scale.nice(
      around: items.map(\.x), start: Plot.leftMargin(for: y.ticks(5)), end: width - 8)
    let plot = Plot(x: x, y: y)
    drawing.horizontalGrid(plot, ticks: y.ticks(5))
    if let reference {
      let at = y.clampedPosition(reference)
      drawing.line(Point(x: plot.left, y: at), Point(x: plot.right, y: at), class: "rule")
    }
    drawing.band(
      items.map { plot.point($0.x, $0.value.low) }, items.map { plot.point($0.x, $0.value.high) },
      class: "area s1")
    drawing.brokenLine(items.map { plot.point($0.x, $0.value.value) }, class: "line s1")
    for item in items where item.value.isDrawable {
      drawing.marker(
        .circle, at: plot.point(item.x, item.value.value), radius: 3.4, class: "dot s1",
        tip: "\(NumberText.fixed(item.x, decimals: 2)): \(item.value.text())")
    }
    drawing.height = drawing.bottomAxis(plot, ticks: x.ticks(5), title: xTitle)
    return drawing
  }
}
