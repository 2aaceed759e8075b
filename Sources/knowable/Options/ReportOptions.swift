import ArgumentParser
import Studies
import TensorFiles

/// What every command that writes a report takes for it.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Write the report's tables beside it, too: as Markdown and as CSV files.")
  var tables = false

  /// Writes a report to a file, and `name.md` and `name-tables/` beside it when they were asked for.
  func write(_ report: some Report, to path: String) throws {
    try AtomicFile.write(path: path, text: report.html())
    guard tables else { return }
    let page = report.page
    let stem = path.hasSuffix(".html") ? String(path.dropLast(5)) : path
    try AtomicFile.write(path: stem + ".md", text: page.markdown)
    try Folder.make(stem + "-tables")
    for table in page.tables {
      try AtomicFile.write(path: "\(stem)-tables/\(table.name).csv", text: table.csv)
    }
  }
}
