import Statistics
import Testing

@testable import Notebooks

/// How a page is made from a script, and what counts as a change of it.
@Suite struct PageTests {
  @Test func commentsAtTheMarginAreProseAndTheRestIsCode() {
    let source = NotebookSource(
      """
      // # Title
      //
      // A sentence
      // goes on.

      // Another paragraph.

      let a = 1  // stays with its code

      /// So does this.
      func b() {
        // and this
      }
      // Prose again.
      page.finish()

      """)
    #expect(source.cells.map(\.isProse) == [true, false, true])
    #expect(source.cells.map(\.lines) == [1...6, 8...13, 14...14])
    #expect(
      source.cells[0].text == "# Title\n\nA sentence\ngoes on.\n\nAnother paragraph.")
    #expect(source.cells[1].markdown.hasPrefix("```swift\nlet a = 1  // stays"))
    #expect(source.cells[1].text.contains("code\n\n/// So does this.\nfunc b() {\n  // and this"))
  }

  @Test func tablesPutNumbersFlushRight() {
    let estimate = Estimate(value: 0.51234, low: 0.4, high: 0.6, count: 10, clusters: 5)
    let bare = Estimate(value: .nan, count: 10, clusters: 5)
    let table = Table(["a|b", "n", "AUROC"], [["x|y", 12345, estimate], ["z", 7, bare]])
    #expect(
      table.markdown == """
        | a\\|b | n | AUROC |
        | --- | ---: | ---: |
        | x\\|y | 12\u{202F}345 | 0.512 [0.400, 0.600] |
        | z | 7 | – |
        """)
  }

  private let tolerance = Tolerance(absolute: 0.01, relative: 0.02)

  @Test(arguments: [
    ("n = 1\u{202F}000", "n = 1\u{202F}015"), ("0.512 [0.4, 0.6]", "0.52 [0.405, 0.59]"),
    ("\u{2212}0.004", "0.004"), ("", ""), ("block.2", "block.2"), ("M1.5,2.25h3", "M1.50,2.25h3"),
  ])
  func closeNumbersAreForgiven(_ pair: (String, String)) {
    #expect(PageDifference(committed: pair.0, new: pair.1, tolerance: tolerance) == nil)
  }

  @Test(arguments: [
    ("0.5", "0.6"), ("\u{2212}0.5", "0.5"), ("AUROC 0.5", "auroc 0.5"), ("a", "a\nb"),
    ("a\nb", "a"), ("0.5", "–"), ("1.2.3", "1.2.4"), ("block.2", "block.3"), ("a\n", "a"),
  ])
  func otherWordsNumbersAndLinesAreNot(_ pair: (String, String)) throws {
    let found = try #require(
      PageDifference(committed: pair.0, new: pair.1, tolerance: tolerance))
    #expect(found.committed != found.new || pair.0.hasSuffix("\n"))
  }

  @Test func theFirstDifferenceIsNamed() throws {
    let found = try #require(
      PageDifference(committed: "a\nb 1\nc 1", new: "a\nb 1.001\nc 2", tolerance: tolerance))
    #expect((found.line, found.committed, found.new) == (3, "c 1", "c 2"))
    let sentence = NotebookError.differs(path: "x/page.md", found).description
    #expect(sentence.contains("The first difference is in line 3"))
  }
}
