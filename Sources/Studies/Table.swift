import Charts
import Statistics

/// An HTML table that scrolls inside its own box when the page is too narrow for it.
struct Table: Sendable {
  struct Column: Sendable {
    var title: String
    var isNumeric: Bool

    static func text(_ title: String) -> Column { Column(title: title, isNumeric: false) }

    static func number(_ title: String) -> Column { Column(title: title, isNumeric: true) }
  }

  struct Cell: Sendable {
    var content: HTML
    /// What the cell sorts by, where that is not its text.
    var sortKey: Double?
    /// The number with its interval, where the cell is one.
    var estimate: Estimate?
    /// Whether the cell holds sentences, which need a wide column.
    var isProse = false

    init(_ content: HTML, sortKey: Double? = nil) {
      self.content = content
      self.sortKey = sortKey
    }
  }

  var caption: String
  var columns: [Column]
  var rows: [[Cell]]
  var isSortable = true
  /// Whether only screen readers are told the caption, because a heading says the same.
  var isCaptionHidden = false

  var html: HTML {
    let head = columns.map { column -> HTML in
      "<th scope=\"col\"\(column.isNumeric ? " class=\"n\"" : .empty)>\(column.title)</th>"
    }
    let body = rows.map { row -> HTML in
      let cells = zip(columns, row).map { Self.cell($1, in: $0) }
      return "<tr>\(cells)</tr>\n"
    }
    let sortable: HTML = isSortable && rows.count > 2 ? " class=\"sortable\"" : .empty
    let hidden: HTML = isCaptionHidden ? " class=\"unseen\"" : .empty
    let markup: HTML = """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0"><table\(sortable)>
      <caption\(hidden)>\(caption)</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody></table></div>

      """
    return HTML(self, markup: markup)
  }

  private static func cell(_ cell: Cell, in column: Column) -> HTML {
    let name: HTML =
      cell.isProse ? " class=\"prose\"" : column.isNumeric ? " class=\"n\"" : .empty
    let key: HTML = cell.sortKey.map { " data-key=\"\("\($0)")\"" } ?? .empty
    return "<td\(name)\(key)>\(cell.content)</td>"
  }
}

extension Table.Cell {
  /// A word or two.
  static func text(_ text: String) -> Self { Self("\(text)") }

  /// Sentences.
  static func prose(_ text: String) -> Self {
    var cell = Self("\(text)")
    cell.isProse = true
    return cell
  }

  /// A count.
  static func count(_ value: Int) -> Self {
    Self("\(NumberText.count(value))", sortKey: Double(value))
  }

  /// A part of a whole in percent; a dash for a part of nothing.
  static func share(_ part: Int, of whole: Int) -> Self {
    let share = whole > 0 ? Double(part) / Double(whole) : .nan
    return Self("\(NumberText.percent(share))", sortKey: share.isNaN ? nil : share)
  }

  /// A number.
  static func number(_ value: Double) -> Self {
    Self("\(NumberText.fixed(value, decimals: 3))", sortKey: value.isNaN ? nil : value)
  }

  /// A number with its interval beside it; a dash if there is none.
  static func estimate(_ estimate: Estimate?) -> Self {
    guard let estimate else { return Self("\(NumberText.missing)") }
    let interval: HTML =
      estimate.hasInterval ? " <span class=\"ci\">\(estimate.intervalText)</span>" : .empty
    let key = estimate.value.isNaN ? nil : estimate.value
    var cell = Self("\(estimate.valueText)\(interval)", sortKey: key)
    cell.estimate = estimate
    return cell
  }
}
