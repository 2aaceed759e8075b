/// A figure made of plain values that knows how to draw itself at any width.
public protocol Figure: Sendable {
  /// What the figure is, in a few words; becomes the SVG's `<title>`.
  var title: String { get }
  /// What the figure shows, in one or two sentences with its main numbers; becomes `<desc>`.
  var summary: String { get }
  /// The drawing at a width in chart units, where 12 units are the height of the text.
  func drawing(width: Double) -> Drawing
}

extension Figure {
  /// The figure as an `<svg>` element that takes its colours from the page around it.
  ///
  /// Text is never scaled below its size when `width` is the width in CSS pixels at which the
  /// figure is shown; a page gives phones a drawing of their own (about 330 units).
  ///
  /// - Parameters:
  ///   - width: the width of the view box; values under 240 are raised to 240.
  ///   - name: one more class for the element, for the page's style sheet.
  public func svg(width: Double, class name: String? = nil) -> String {
    element(width: width, classes: name.map { "chart \($0)" } ?? "chart", style: "")
  }

  /// The figure as an SVG file of its own, light or dark as the reader prefers.
  public func standaloneSVG(width: Double) -> String {
    element(
      width: width, margin: 12, classes: "chart",
      style: "<style>\(ChartTheme.standalone)</style>\n")
  }

  private func element(
    width: Double, margin: Double = 0, classes: String, style: String
  ) -> String {
    let drawing = drawing(width: width.isFinite ? max(width, 240) : 480)
    let box = [
      -margin, -margin, drawing.width + 2 * margin, drawing.height.rounded(.up) + 2 * margin,
    ].map(NumberText.coordinate).joined(separator: " ")
    return """
      <svg class="\(escapedXML(classes))" xmlns="http://www.w3.org/2000/svg" \
      viewBox="\(box)" role="img" aria-label="\(escapedXML(title + ". " + summary))">
      <title>\(escapedXML(title))</title>
      <desc>\(escapedXML(summary))</desc>
      \(style)\(drawing.body)</svg>

      """
  }
}
