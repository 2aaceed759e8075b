/// A table of values as coloured cells, each with its number and how many items it stands on.
///
/// Colour says how far a value lies from `centre` and on which side; the numbers say the same, so
/// nothing rests on colour alone.
public struct HeatMapFigure: Figure {
  /// One cell.
  public struct Cell: Sendable, Equatable {
    /// The value; NaN is drawn as an empty cell.
    public var value: Double
    /// The number of items behind it.
    public var count: Int
    /// Whether there are enough items to read anything into the value.
    public var isReliable: Bool

    /// A value and what it stands on.
    public init(value: Double, count: Int, isReliable: Bool = true) {
      self.value = value
      self.count = count
      self.isReliable = isReliable
    }
  }

  public var title: String
  /// What a cell's value is, with its direction.
  public var metric: String
  /// What the columns stand for.
  public var columnTitle: String
  /// What the rows stand for.
  public var rowTitle: String
  public var columns: [String]
  public var rows: [String]
  /// Row after row; `rows.count` times `columns.count`.
  public var cells: [[Cell]]
  /// The value without colour, such as 0.5 for AUROC.
  public var centre: Double
  /// The distance from the centre at which the colour is strongest.
  public var reach: Double

  /// A figure of cells, one array a row.
  ///
  /// Traps when the cells are not rows × columns.
  public init(
    title: String, metric: String, columnTitle: String, rowTitle: String, columns: [String],
    rows: [String], cells: [[Cell]], centre: Double = 0.5, reach: Double = 0.5
  ) {
    precondition(
      cells.count == rows.count && cells.allSatisfy { $0.count == columns.count },
      "A heat map has one cell a row and column.")
    (self.title, self.metric) = (title, metric)
    (self.columnTitle, self.rowTitle) = (columnTitle, rowTitle)
    (self.columns, self.rows, self.cells) = (columns, rows, cells)
    (self.centre, self.reach) = (centre, reach)
  }

  public var summary: String {
    let known = cells.joined().filter { $0.value.isFinite && $0.isReliable }.map(\.value)
    guard let low = known.min(), let high = known.max() else { return "No cell has a value." }
    return "\(metric) in \(rows.count) × \(columns.count) cells, "
      + "\(NumberText.fixed(low, decimals: 3)) to \(NumberText.fixed(high, decimals: 3))."
  }

  public func drawing(width: Double) -> Drawing {
    var drawing = Drawing(width: width)
    let size = ChartTheme.textSize
    let top = drawing.header("\(metric), and the number of items", legend: [])
    let labels = rows.map { TextMetrics.width(of: $0, size: size) }.max() ?? 0
    let left = min(labels + 12, width * 0.35)
    let cellWidth = (width - left) / Double(max(columns.count, 1))
    let cellHeight = 40.0
    drawing.text(
      TextMetrics.fitted("\(rowTitle) ↓   \(columnTitle) →", width: width, size: size),
      at: Point(x: 0, y: top + 16), class: "muted")
    let headLines = columns.map { TextMetrics.lines($0, width: cellWidth - 4, size: size) }
    let headHeight = 16 * Double(headLines.map(\.count).max() ?? 1)
    let head = top + 24
    for (column, lines) in headLines.enumerated() {
      for (place, line) in lines.enumerated() {
        drawing.text(
          line,
          at: Point(
            x: left + cellWidth * (Double(column) + 0.5), y: head + 12 + 16 * Double(place)),
          anchor: .middle)
      }
    }
    let grid = head + headHeight + 6
    for (row, label) in rows.enumerated() {
      let y = grid + cellHeight * Double(row)
      drawing.text(
        TextMetrics.fitted(label, width: left - 8, size: size),
        at: Point(x: 0, y: y + cellHeight / 2 + 4))
      for column in columns.indices {
        draw(
          cells[row][column], name: "\(label), \(columns[column])", in: &drawing,
          from: Point(x: left + cellWidth * Double(column) + 1, y: y + 1),
          to: Point(x: left + cellWidth * Double(column + 1) - 1, y: y + cellHeight - 1))
      }
    }
    drawing.height = grid + cellHeight * Double(rows.count) + 6
    return drawing
  }

  private func draw(
    _ cell: Cell, name: String, in drawing: inout Drawing, from a: Point, to b: Point
  ) {
    let middle = (a.x + b.x) / 2
    let tip =
      "\(name): \(NumberText.fixed(cell.value, decimals: 3)), "
      + "n = \(NumberText.count(cell.count))" + (cell.isReliable ? "" : ", too few to read")
    let shade = min(1, abs(cell.value - centre) / reach)
    let isDrawn = cell.value.isFinite && cell.isReliable
    let colour = cell.value >= centre ? "s1" : "s2"
    drawing.rectangle(
      a, b, class: isDrawn ? "shade\(Int((shade * 5).rounded())) \(colour)" : "empty", tip: tip)
    // What does not fit stays in the tip.
    let room = b.x - a.x
    let decimals = (0...2).last { decimals in
      TextMetrics.width(
        of: NumberText.fixed(cell.value, decimals: decimals), size: ChartTheme.textSize) <= room
    }
    if let decimals {
      drawing.text(
        NumberText.fixed(cell.value, decimals: decimals), at: Point(x: middle, y: a.y + 17),
        anchor: .middle, class: isDrawn ? "text" : "muted")
    }
    let count = NumberText.count(cell.count)
    if TextMetrics.width(of: count, size: 10) <= room {
      drawing.text(
        count, at: Point(x: middle, y: a.y + 32), size: 10, anchor: .middle, class: "muted")
    }
  }
}
