/// Predicted probability against observed frequency, with a histogram of the bins below.
///
/// The grey band at a bin is where its observed frequency falls with the stated probability if the
/// predictions are perfectly calibrated (consistency band, after Bröcker and Smith 2007); bins
/// outside it are marked.
public struct ReliabilityFigure: Figure {
  /// One bin of predictions.
  public struct Bin: Sendable, Equatable {
    /// The edges of the bin on the probability axis.
    public var lower, upper: Double
    /// The mean prediction inside the bin.
    public var meanPredicted: Double
    /// The share of positives inside the bin.
    public var observed: Double
    /// The ends of the consistency band; NaN if there is none.
    public var bandLow, bandHigh: Double
    /// How many predictions fell into the bin.
    public var count: Int

    /// A bin; empty bins have a count of 0 and are not drawn.
    public init(
      lower: Double, upper: Double, meanPredicted: Double, observed: Double,
      bandLow: Double = .nan, bandHigh: Double = .nan, count: Int
    ) {
      (self.lower, self.upper) = (lower, upper)
      (self.meanPredicted, self.observed) = (meanPredicted, observed)
      (self.bandLow, self.bandHigh) = (bandLow, bandHigh)
      self.count = count
    }

    var isDrawable: Bool { count > 0 && meanPredicted.isFinite && observed.isFinite }
    var isOutsideBand: Bool { isDrawable && (observed < bandLow || observed > bandHigh) }
  }

  public var title: String
  public var bins: [Bin]
  /// The class that the probabilities are about, for the axis titles.
  public var positive: String

  /// A diagram over bins in ascending order.
  public init(title: String, bins: [Bin], positive: String) {
    self.title = title
    self.bins = bins
    self.positive = positive
  }

  public var summary: String {
    let drawn = bins.filter(\.isDrawable)
    guard !drawn.isEmpty else { return "No predictions." }
    let total = drawn.reduce(0) { $0 + $1.count }
    let outside = drawn.filter(\.isOutsideBand).count
    let verdict =
      hasBand
      ? " \(outside) of \(drawn.count) bins lie outside the consistency band." : ""
    return "\(NumberText.count(total)) predictions in \(drawn.count) bins.\(verdict)"
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let top = drawing.header("share that is \(positive)", legend: legend) + 8
    let ticks = Scale(domain: 0, 1, start: 0, end: 1).ticks(5)
    let left = max(Plot.leftMargin(for: ticks), countMargin)
    let side = min(width - left - 8, 420)
    let x = Scale(domain: 0, 1, start: left, end: left + side)
    let plot = Plot(x: x, y: Scale(domain: 0, 1, start: top + side * 0.86, end: top))
    drawing.horizontalGrid(plot, ticks: ticks)
    drawBand(in: &drawing, plot)
    drawing.line(plot.point(0, 0), plot.point(1, 1), class: "rule")
    drawBins(in: &drawing, plot)
    drawing.line(plot.point(0, 0), plot.point(1, 0), class: "axis")
    drawing.height = drawCounts(in: &drawing, x, top: plot.bottom + 16)
    return drawing
  }

  private var hasBand: Bool { bins.contains { $0.isDrawable && $0.bandLow.isFinite } }

  private var legend: [LegendItem] {
    let bin = LegendItem(text: "bin", sample: .marker(.circle, "dot s1"))
    guard hasBand else { return [bin] }
    // The same entries whether or not a bin lies outside, so that two diagrams side by side align.
    return [
      bin, LegendItem(text: "outside the band", sample: .marker(.diamond, "dot alert")),
      LegendItem(text: "consistency band", sample: .area("soft plain")),
    ]
  }

  private func drawBand(in drawing: inout Drawing, _ plot: Plot) {
    for bin in bins where bin.isDrawable && bin.bandLow.isFinite && bin.bandHigh.isFinite {
      let corners = (plot.point(bin.lower, bin.bandLow), plot.point(bin.upper, bin.bandHigh))
      drawing.rectangle(corners.0, corners.1, class: "soft plain")
    }
  }

  private func drawBins(in drawing: inout Drawing, _ plot: Plot) {
    let drawn = bins.filter(\.isDrawable)
    drawing.path(drawn.map { plot.point($0.meanPredicted, $0.observed) }, class: "line thin s1")
    for bin in drawn {
      let edges = NumberText.interval(bin.lower, bin.upper, decimals: 3)
      let means =
        "predicted \(NumberText.fixed(bin.meanPredicted, decimals: 3)), "
        + "observed \(NumberText.fixed(bin.observed, decimals: 3))"
      drawing.marker(
        bin.isOutsideBand ? .diamond : .circle, at: plot.point(bin.meanPredicted, bin.observed),
        radius: 4.2, class: bin.isOutsideBand ? "dot alert" : "dot s1",
        tip: "\(edges): \(means), n = \(NumberText.count(bin.count))")
    }
  }

  private var countScale: Scale {
    let most = Double(max(bins.map(\.count).max() ?? 0, 1))
    return Scale.nice(around: [0, most], ticks: 2, wholeNumbers: true, start: 0, end: 1)
  }

  private var countTicks: [Tick] { countScale.ticks(2, wholeNumbers: true) }

  private var countMargin: Double { Plot.leftMargin(for: countTicks) }

  /// The histogram of predictions over the same horizontal axis.
  private func drawCounts(in drawing: inout Drawing, _ x: Scale, top: Double) -> Double {
    drawing.text("predictions in the bin", at: Point(x: 0, y: top + 6), class: "muted")
    var y = countScale
    (y.start, y.end) = (top + 74, top + 18)
    let plot = Plot(x: x, y: y)
    drawing.horizontalGrid(plot, ticks: countTicks)
    for bin in bins where bin.count > 0 {
      var (low, high) = (plot.point(bin.lower, 0), plot.point(bin.upper, Double(bin.count)))
      if high.x - low.x > 4 { (low.x, high.x) = (low.x + 1, high.x - 1) }
      let tip = "\(NumberText.interval(bin.lower, bin.upper, decimals: 3)): n = "
      drawing.rectangle(low, high, class: "fill plain", tip: tip + NumberText.count(bin.count))
    }
    return drawing.bottomAxis(
      plot, ticks: x.ticks(5), title: "predicted probability of \(positive)")
  }
}
