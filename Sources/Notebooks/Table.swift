import Charts
public import Statistics
import TextFiles

/// A table of a notebook's page.
public struct Table: Sendable {
  /// The titles of the columns.
  public var columns: [String]
  /// The rows, a cell a column.
  public var rows: [[any TableCell]]

  /// A table; columns that hold numbers alone are set flush right.
  public init(_ columns: [String], _ rows: [[any TableCell]]) {
    (self.columns, self.rows) = (columns, rows)
  }

  /// The table in GitHub's Markdown.
  var markdown: String {
    let titles = columns.enumerated().map { column, title in
      (title, rows.allSatisfy { column < $0.count && !($0[column] is String) })
    }
    // A page sets its own distance between what it shows.
    return String(markdownTable(columns: titles, rows: rows.map { $0.map(\.cellText) }).dropLast())
  }
}

/// What can stand in a table.
public protocol TableCell: Sendable {
  /// The cell as text.
  var cellText: String { get }
}

extension String: TableCell {
  public var cellText: String { self }
}

extension Int: TableCell {
  public var cellText: String { NumberText.count(self) }
}

/// Three decimals; a dash for NaN.
extension Double: TableCell {
  public var cellText: String { NumberText.fixed(self, decimals: 3) }
}

/// The value with its interval in brackets; a dash where it is not defined.
extension Estimate: TableCell {
  public var cellText: String {
    hasInterval ? "\(value.cellText) [\(low.cellText), \(high.cellText)]" : value.cellText
  }
}

/// A dash where there is nothing.
extension Optional: TableCell where Wrapped: TableCell {
  public var cellText: String { self?.cellText ?? NumberText.missing }
}
