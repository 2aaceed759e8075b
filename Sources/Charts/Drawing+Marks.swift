/// The shapes that tell series apart without colour.
enum Marker: CaseIterable {
  case circle, square, diamond, triangle
}

/// Data marks, all in chart units.
extension Drawing {
  mutating func marker(
    _ marker: Marker, at centre: Point, radius: Double, class name: String, tip: String? = nil
  ) {
    let (x, y) = (centre.x, centre.y)
    switch marker {
    case .circle:
      circle(centre, radius: radius, class: name, tip: tip)
    case .square:
      let half = radius * 0.88
      rectangle(
        Point(x: x - half, y: y - half), Point(x: x + half, y: y + half), class: name, tip: tip)
    case .diamond:
      let half = radius * 1.25
      let corners = [(0, -half), (half, 0), (0, half), (-half, 0)]
      path(corners.map { Point(x: x + $0.0, y: y + $0.1) }, class: name, closed: true, tip: tip)
    case .triangle:
      let half = radius * 1.1
      let corners = [(0, -half), (half, half * 0.8), (-half, half * 0.8)]
      path(corners.map { Point(x: x + $0.0, y: y + $0.1) }, class: name, closed: true, tip: tip)
    }
  }

  /// A broken line: a new piece starts after every point that cannot be drawn.
  mutating func brokenLine(_ points: [Point], class name: String) {
    for piece in points.split(whereSeparator: { !$0.isFinite }) {
      path(Array(piece), class: name)
    }
  }

  /// The area between two edges, in pieces where either edge is missing.
  mutating func band(_ lower: [Point], _ upper: [Point], class name: String) {
    let pairs = Array(zip(lower, upper))
    for piece in pairs.split(whereSeparator: { !$0.0.isFinite || !$0.1.isFinite }) {
      let outline = piece.map(\.1) + piece.map(\.0).reversed()
      if piece.count > 1 { path(outline, class: name, closed: true) }
    }
  }

  /// A vertical interval bar with caps.
  mutating func intervalBar(x: Double, _ low: Double, _ high: Double, class name: String) {
    line(Point(x: x, y: low), Point(x: x, y: high), class: name)
    for y in [low, high] {
      line(Point(x: x - 3, y: y), Point(x: x + 3, y: y), class: name)
    }
  }

  /// The points of a long line without those closer than `distance` to the last one kept.
  static func thinned(_ points: [Point], distance: Double = 0.4) -> [Point] {
    var kept: [Point] = []
    for (index, point) in points.enumerated() {
      if let last = kept.last, index < points.count - 1,
        abs(point.x - last.x) < distance, abs(point.y - last.y) < distance
      {
        continue
      }
      kept.append(point)
    }
    return kept
  }
}
