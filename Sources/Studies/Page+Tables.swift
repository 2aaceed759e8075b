import Statistics
import TextFiles

extension Page {
  /// A table of the page as a file of comma-separated values.
  public struct TableFile: Sendable {
    /// The name without an ending: the section's anchor, numbered where it has several tables.
    public let name: String
    /// The content, with a line of column names. Numbers have all their digits; a number with an
    /// interval takes four columns: value, low, high and n.
    public let csv: String
  }

  /// The page's tables under the headings of their sections, as Markdown.
  public var markdown: String {
    let parts = sections.filter { !$0.content.tables.isEmpty }.map { section in
      "## \(section.title)\n\n"
        + section.content.tables.map(\.markdown).joined(separator: "\n")
    }
    return "# \(title)\n\n" + parts.joined(separator: "\n")
  }

  /// The page's tables, in order.
  public var tables: [TableFile] {
    sections.flatMap { section in
      let tables = section.content.tables
      return tables.enumerated().map { index, table in
        TableFile(
          name: tables.count > 1 ? "\(section.id)-\(index + 1)" : section.id, csv: table.csv)
      }
    }
  }
}

extension Table {
  /// The table as Markdown, under its caption.
  var markdown: String {
    caption + "\n\n"
      + markdownTable(
        columns: columns.map { ($0.title, $0.isNumeric) },
        rows: rows.map { row in row.map(\.content.plain) })
  }

  /// The table as comma-separated values (RFC 4180).
  var csv: String {
    let parted = columns.indices.map { column in
      rows.contains { $0.indices.contains(column) && $0[column].estimate != nil }
    }
    let head = zip(columns, parted).flatMap { column, isParted in
      isParted
        ? [column.title] + ["low", "high", "n"].map { "\(column.title) \($0)" } : [column.title]
    }
    let body = rows.map { row in zip(row, parted).flatMap { $0.csvCells(isParted: $1) } }
    return ([head] + body).map { cells in
      cells.map(\.csvCell).joined(separator: ",") + "\n"
    }.joined()
  }
}

extension Table.Cell {
  /// The cell's value with all digits, and where its column needs them the ends of its interval.
  fileprivate func csvCells(isParted: Bool) -> [String] {
    func number(_ value: Double) -> String {
      Int(exactly: value).map { String($0) } ?? (value.isFinite ? "\(value)" : "")
    }
    guard isParted else { return [sortKey.map(number) ?? content.plain] }
    guard let estimate else { return [content.plain, "", "", ""] }
    return [
      number(estimate.value), number(estimate.low), number(estimate.high), String(estimate.count),
    ]
  }
}
