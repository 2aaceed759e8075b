public import Charts
import Foundation
import TensorFiles

/// A script that reads like a notebook and writes its own page.
///
/// Comments at the margin of `main.swift` are the prose, in Markdown; what stands between two of
/// them is a cell. The page quotes prose and code in their order, and below every cell what it
/// showed: sentences, tables and figures. So nothing on the page can differ from what was run.
///
/// ```swift
/// let page = Notebook()
/// page.show(Table(["n", "AUROC"], [[evaluation.count, evaluation.auroc]]))
/// page.finish()
/// ```
///
/// The program is started at the root of the repository. It writes the page and `figures/*.svg`
/// beside the script; with the argument `--check` it compares instead and fails on a difference.
public final class Notebook {
  /// One thing that a cell showed.
  private struct Output {
    /// The line of the script that showed it.
    let line: Int
    let markdown: String
  }

  /// The script's folder, relative to the root of the repository.
  public let folder: String
  private let page: String
  private let tolerance: Tolerance
  private let isCheck: Bool
  private let scratchFolder: String
  private var outputs: [Output] = []
  private var figures: [(name: String, svg: String)] = []

  /// A notebook of the calling script.
  ///
  /// - Parameters:
  ///   - page: the file that is written beside the script.
  ///   - tolerance: how far numbers may be from the committed page when it is checked.
  ///   - source: the script; it lies somewhere below `notebooks-as-scripts`.
  public init(
    page: String = "README.md", tolerance: Tolerance = Tolerance(), source: String = #filePath
  ) {
    let parts = source.split(separator: "/").map(String.init)
    let root = parts.lastIndex(of: "notebooks-as-scripts") ?? max(parts.count - 1, 0)
    folder = parts[root...].dropLast().joined(separator: "/")
    self.page = page
    self.tolerance = tolerance
    isCheck = CommandLine.arguments.contains("--check")
    scratchFolder = NSTemporaryDirectory() + "knowable-notebook-" + UUID().uuidString
  }

  /// A path for a file that is of no interest later, such as a store.
  public func scratch(_ name: String) -> String { "\(scratchFolder)/\(name)" }

  /// Shows a paragraph of Markdown below the cell.
  public func show(_ markdown: String, line: Int = #line) {
    outputs.append(Output(line: line, markdown: markdown))
  }

  /// Shows a table below the cell.
  public func show(_ table: Table, line: Int = #line) { show(table.markdown, line: line) }

  /// Shows a figure below the cell and keeps it as `figures/NAME.svg`, with a second drawing for
  /// phones; both follow the reader's light or dark setting.
  public func show(_ figure: some Figure, as name: String, line: Int = #line) {
    figures.append((name, figure.standaloneSVG(width: 640)))
    figures.append(("\(name)-narrow", figure.standaloneSVG(width: 340)))
    let words = escapedXML("\(figure.title). \(figure.summary)")
    show(
      """
      <picture><source media="(max-width: 600px)" srcset="figures/\(name)-narrow.svg">\
      <img alt="\(words)" src="figures/\(name).svg"></picture>
      """, line: line)
  }

  /// Ends the program without a page, saying what is missing: not a failure.
  public func skip(_ reason: String) -> Never {
    Self.say("\(folder) is left out: \(reason)")
    exit(0)
  }

  /// Writes the page and its figures, or with `--check` compares them, says so on standard error and
  /// ends the program: with 0, or with 1 when the page differs or cannot be written.
  public func finish() -> Never {
    var code: Int32 = 0
    do {
      let files = try files()
      if isCheck {
        try check(files)
      } else {
        try? FileManager.default.removeItem(atPath: "\(folder)/figures")
        try Folder.make("\(folder)/figures")
        for (name, text) in files { try AtomicFile.write(path: "\(folder)/\(name)", text: text) }
      }
      Self.say("\(folder)/\(page) is \(isCheck ? "as it was" : "written").")
    } catch {
      Self.say("\(error)")
      code = 1
    }
    try? FileManager.default.removeItem(atPath: scratchFolder)
    exit(code)
  }

  private func files() throws -> [(name: String, text: String)] {
    let path = "\(folder)/main.swift"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw NotebookError.noScript(path: path)
    }
    let cells = NotebookSource(text).cells.map { cell in
      cell.markdown
        + outputs.filter { cell.lines.contains($0.line) }.map { $0.markdown + "\n\n" }.joined()
    }
    let footer =
      "---\n\nWritten by [main.swift](main.swift) (`make notebooks`). The check of this page "
      + "forgives \(tolerance.words), since other instruction sets change the last bits.\n"
    return [(page, cells.joined() + footer)] + figures.map { ("figures/\($0.name).svg", $0.svg) }
  }

  private func check(_ files: [(name: String, text: String)]) throws {
    for (name, text) in files {
      let path = "\(folder)/\(name)"
      guard let committed = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw NotebookError.noPage(path: path)
      }
      let tolerance = name == page ? tolerance : .drawing
      if let difference = PageDifference(committed: committed, new: text, tolerance: tolerance) {
        throw NotebookError.differs(path: path, difference)
      }
    }
  }

  private static func say(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
  }
}
