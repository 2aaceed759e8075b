/// A table in GitHub's Markdown: a line of titles, a line of rules, a line a row.
///
/// Numeric columns are set flush right; bars in cells are escaped. Cells must have no line breaks.
public func markdownTable(
  columns: [(title: String, isNumeric: Bool)], rows: [[String]]
) -> String {
  func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
  func escaped(_ text: String) -> String {
    // By scalars: a bar with a combining mark behind it is another character, but ends a cell.
    text.unicodeScalars.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
  return line(columns.map { escaped($0.title) })
    + line(columns.map { $0.isNumeric ? "---:" : "---" })
    + rows.map { line($0.map(escaped)) }.joined()
}
