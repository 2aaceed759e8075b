/// A loss over the strength of a penalty, on a logarithmic axis, with the chosen value marked.
public struct PenaltyFigure: Figure {
  /// The loss at one value of the penalty's parameter.
  public struct Candidate: Sendable {
    /// The parameter, positive.
    public var parameter: Double
    /// The loss, with an interval of one standard error to each side.
    public var loss: Measured

    /// A tried value.
    public init(parameter: Double, loss: Measured) {
      self.parameter = parameter
      self.loss = loss
    }
  }

  public var title: String
  /// The tried values.
  public var candidates: [Candidate]
  /// The chosen parameter.
  public var chosen: Double
  /// The titles of the axes: what is varied, and the loss with its unit and direction.
  public var parameterTitle, lossTitle: String

  /// A path of penalties; candidates are sorted by their parameter.
  public init(
    title: String, candidates: [Candidate], chosen: Double, parameterTitle: String,
    lossTitle: String
  ) {
    self.title = title
    self.candidates = candidates.filter { $0.parameter > 0 && $0.parameter.isFinite }
      .sorted { $0.parameter < $1.parameter }
    self.chosen = chosen
    self.parameterTitle = parameterTitle
    self.lossTitle = lossTitle
  }

  public var summary: String {
    guard let best = candidates.first(where: { $0.parameter == chosen }) else {
      return "\(candidates.count) values tried."
    }
    return "\(candidates.count) values tried; chosen: \(chosen), \(lossTitle) "
      + "\(best.loss.text())."
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let legend = [
      LegendItem(
        text: "mean of folds ± standard error",
        sample: .line("line s1", marker: .circle, markerClass: "dot s1")),
      LegendItem(text: "chosen", sample: .marker(.square, "dot s2")),
    ]
    let top = drawing.header(lossTitle, legend: legend) + 8
    let height = min(max(width * 0.5, 150), 230)
    let y = Scale.nice(
      around: candidates.flatMap(\.loss.numbers), start: top + height, end: top)
    let ends = (candidates.first?.parameter ?? .nan, candidates.last?.parameter ?? .nan)
    let x = Scale(
      .logarithmic, domain: ends.0 / 1.5, ends.1 * 1.5,
      start: Plot.leftMargin(for: y.ticks(5)), end: width - 8)
    let plot = Plot(x: x, y: y)
    drawing.horizontalGrid(plot, ticks: y.ticks(5))
    drawing.brokenLine(
      candidates.map { plot.point($0.parameter, $0.loss.value) }, class: "line s1")
    for candidate in candidates where candidate.loss.isDrawable {
      let isChosen = candidate.parameter == chosen
      let colour = isChosen ? "s2" : "s1"
      let point = plot.point(candidate.parameter, candidate.loss.value)
      drawing.intervalBar(
        x: point.x, plot.y.clampedPosition(candidate.loss.low),
        plot.y.clampedPosition(candidate.loss.high), class: "line thin \(colour)")
      drawing.marker(
        isChosen ? .square : .circle, at: point, radius: isChosen ? 5 : 3.6,
        class: "dot \(colour)", tip: "\(candidate.parameter): \(candidate.loss.text())")
    }
    drawing.height = drawing.bottomAxis(plot, ticks: x.ticks(8), title: parameterTitle)
    return drawing
  }
}
