/// A script cut into cells: comments at the margin are prose, everything else is code.
struct NotebookSource {
  /// A stretch of prose or of code.
  struct Cell: Equatable {
    var isProse: Bool
    /// Its lines in the script, counted from 1.
    var lines: ClosedRange<Int>
    var text: String

    /// The cell as a page shows it, with an empty line behind.
    var markdown: String { isProse ? "\(text)\n\n" : "```swift\n\(text)\n```\n\n" }
  }

  /// The cells in order; one that only ends the notebook is left out.
  let cells: [Cell]

  init(_ script: String) {
    var cells: [Cell] = []
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let number = index + 1
      let isProse = line.hasPrefix("//") && !line.hasPrefix("///")
      let text = isProse ? String(line.dropFirst(line.hasPrefix("// ") ? 3 : 2)) : line
      if let last = cells.indices.last, cells[last].isProse == isProse {
        // Empty lines were skipped, but they divide paragraphs and statements.
        let gap = number - cells[last].lines.upperBound
        cells[last].text += String(repeating: "\n", count: min(gap, 2)) + text
        cells[last].lines = cells[last].lines.lowerBound...number
      } else {
        cells.append(Cell(isProse: isProse, lines: number...number, text: text))
      }
    }
    self.cells = cells.filter { !$0.text.hasSuffix(".finish()") || $0.text.contains("\n") }
  }
}
