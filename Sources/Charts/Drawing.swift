/// A position in chart units, x to the right and y down.
struct Point: Equatable {
  var x: Double
  var y: Double

  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// SVG elements in the order they are painted, inside a view box of `width` times `height`.
///
/// Colours and strokes come from the classes in ``ChartTheme``. Anything with a coordinate that is
/// not finite is left out, so that a NaN in the data is a gap and never reaches the file.
public struct Drawing: Sendable {
  enum Anchor: String { case start, middle, end }

  let width: Double
  var height: Double
  private(set) var body = ""

  init(width: Double, height: Double = 0) {
    self.width = width
    self.height = height
  }

  mutating func line(_ from: Point, _ to: Point, class name: String) {
    guard from.isFinite, to.isFinite else { return }
    add("line", name, [("x1", from.x), ("y1", from.y), ("x2", to.x), ("y2", to.y)])
  }

  /// A rectangle between two opposite corners.
  mutating func rectangle(_ a: Point, _ b: Point, class name: String, tip: String? = nil) {
    guard a.isFinite, b.isFinite else { return }
    let (x, y) = (min(a.x, b.x), min(a.y, b.y))
    let size = (abs(a.x - b.x), abs(a.y - b.y))
    add("rect", name, [("x", x), ("y", y), ("width", size.0), ("height", size.1)], tip: tip)
  }

  mutating func circle(_ centre: Point, radius: Double, class name: String, tip: String? = nil) {
    guard centre.isFinite else { return }
    add("circle", name, [("cx", centre.x), ("cy", centre.y), ("r", radius)], tip: tip)
  }

  /// Straight segments through all points; closed shapes are for areas.
  mutating func path(
    _ points: [Point], class name: String, closed: Bool = false, tip: String? = nil
  ) {
    let points = points.filter(\.isFinite)
    guard points.count > 1 else { return }
    var data = ""
    for (index, point) in points.enumerated() {
      data += index == 0 ? "M" : "L"
      data += NumberText.coordinate(point.x) + " " + NumberText.coordinate(point.y)
    }
    if closed { data += "Z" }
    body += "<path class=\"\(name)\" d=\"\(data)\"" + Self.end(of: "path", tip: tip)
  }

  /// One line of text whose baseline runs through `at`.
  mutating func text(
    _ text: String, at point: Point, size: Double = ChartTheme.textSize, anchor: Anchor = .start,
    class name: String = "text"
  ) {
    guard point.isFinite, !text.isEmpty else { return }
    body += "<text class=\"\(name)\" x=\"\(NumberText.coordinate(point.x))\""
    body += " y=\"\(NumberText.coordinate(point.y))\""
    body += " font-size=\"\(NumberText.coordinate(size))\" text-anchor=\"\(anchor.rawValue)\">"
    body += escapedXML(text) + "</text>\n"
  }

  private mutating func add(
    _ element: String, _ name: String, _ attributes: [(String, Double)], tip: String? = nil
  ) {
    body += "<\(element) class=\"\(name)\""
    for (key, value) in attributes { body += " \(key)=\"\(NumberText.coordinate(value))\"" }
    body += Self.end(of: element, tip: tip)
  }

  private static func end(of element: String, tip: String?) -> String {
    guard let tip else { return "/>\n" }
    return "><title>\(escapedXML(tip))</title></\(element)>\n"
  }
}
