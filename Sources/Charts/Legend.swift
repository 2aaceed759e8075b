/// One entry of a legend: a sample of the mark and its name.
struct LegendItem {
  enum Sample {
    /// A line, with a marker if the series has one; both take CSS classes.
    case line(String, marker: Marker?, markerClass: String)
    /// A filled patch.
    case area(String)
    /// A marker alone.
    case marker(Marker, String)
  }

  var text: String
  var sample: Sample

  init(text: String, sample: Sample) { (self.text, self.sample) = (text, sample) }

  /// A line that is told apart by its style.
  init(text: String, series style: SeriesStyle) {
    self.init(text: text, sample: .line(style.line, marker: style.marker, markerClass: style.dot))
  }

  /// A dotted line across the plot.
  init(rule text: String) {
    self.init(text: text, sample: .line("rule", marker: nil, markerClass: ""))
  }
}

/// How up to four lines of a figure are told apart: by colour, by marker and by dash.
struct SeriesStyle {
  private let index: Int

  /// The style of line number `index`, from 0.
  init(_ index: Int) { self.index = index }

  /// CSS classes of its colour, its line and its marks.
  var colour: String { "s\(index + 1)" }
  var line: String { "line \(colour)" + (index % 2 == 1 ? " dash" : "") }
  var dot: String { "dot \(colour)" }
  var marker: Marker { Marker.allCases[index] }
}

extension Drawing {
  /// Writes the title of the vertical axis and the legend at the top, wrapped to the drawing's
  /// width, and returns the position below them.
  ///
  /// The title stands above the axis and not turned beside it, which costs no width on a phone.
  mutating func header(_ title: String, legend: [LegendItem]) -> Double {
    let size = ChartTheme.textSize
    let (lineHeight, sampleWidth, gap) = (19.0, 26.0, 16.0)
    let items = legend.map { item in
      let label = TextMetrics.fitted(item.text, width: width - sampleWidth, size: size)
      let needed = sampleWidth + TextMetrics.width(of: label, size: size)
      return (sample: item.sample, label: label, width: needed)
    }
    let titleLines = TextMetrics.lines(title, width: width, size: size)
    var y = 13.0
    for (index, line) in titleLines.enumerated() {
      if index > 0 { y += lineHeight }
      text(line, at: Point(x: 0, y: y), class: "muted")
    }
    var x = TextMetrics.width(of: titleLines.last ?? "", size: size) + 22
    let together = items.reduce(-gap) { $0 + $1.width + gap }
    if !items.isEmpty, x + together > width { (x, y) = (0, y + lineHeight) }
    for item in items {
      if x > 0, x + item.width > width { (x, y) = (0, y + lineHeight) }
      sample(item.sample, x: x, y: y - 4)
      text(item.label, at: Point(x: x + sampleWidth, y: y))
      x += item.width + gap
    }
    return y + 6
  }

  private mutating func sample(_ sample: LegendItem.Sample, x: Double, y: Double) {
    switch sample {
    case .line(let name, let marker, let markerClass):
      line(Point(x: x, y: y), Point(x: x + 20, y: y), class: name)
      if let marker {
        self.marker(marker, at: Point(x: x + 10, y: y), radius: 3.4, class: markerClass)
      }
    case .area(let name):
      rectangle(Point(x: x + 2, y: y - 5), Point(x: x + 18, y: y + 5), class: name)
    case .marker(let marker, let name):
      self.marker(marker, at: Point(x: x + 10, y: y), radius: 4, class: name)
    }
  }
}
