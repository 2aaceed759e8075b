import Statistics
import Testing
import TextFiles

@testable import Studies

/// Tables as text for papers: what the page shows, with all digits.
@Suite struct TableTextTests {
  private static let estimate = Estimate(
    value: 0.912_345_678, low: 0.88, high: .nan, level: 0.95, count: 40, clusters: 8,
    resamples: 100)

  private static let table = Table(
    caption: "Metrics", columns: [.text("a|b"), .number("AUROC"), .number("n")],
    rows: [
      [.text("<x>, \"y\""), .estimate(estimate), .count(1234)],
      [.text("none"), .estimate(nil), .count(0)],
    ])

  private struct Sample: Report {
    var page: Page {
      Page(
        title: "A page", kicker: "", opening: .empty,
        sections: [
          .init(id: "empty", title: "Empty", shortTitle: "Empty", content: "<p>words</p>"),
          .init(id: "one", title: "One", shortTitle: "One", content: "<div>\(table.html)</div>"),
          .init(
            id: "two", title: "Two", shortTitle: "Two",
            content: "\([table.html, table.html])" + "<p></p>"),
        ], footer: .empty, data: .null)
    }
  }

  @Test func csvHasAllDigitsAndPartsIntervals() {
    #expect(
      Self.table.csv == #"""
        a|b,AUROC,AUROC low,AUROC high,AUROC n,n
        "<x>, ""y""",0.912345678,0.88,,40,1234
        none,–,,,,0

        """#)
  }

  @Test func markdownShowsWhatThePageShows() {
    let lines = Self.table.markdown.split(separator: "\n").map(String.init)
    #expect(lines[0] == "Metrics")
    #expect(lines[1] == "| a\\|b | AUROC | n |")
    #expect(lines[2] == "| --- | ---: | ---: |")
    #expect(lines[3].hasPrefix("| <x>, \"y\" | 0.912"))
    #expect(lines.count == 5)
  }

  @Test func marksThatCombineWithSignsLoseNothing() {
    // Tokens may begin with a combining mark, which makes one character with what stands before it.
    let table = Table(
      caption: "Tokens", columns: [.text("token"), .text("x")],
      rows: [[.text("\u{301}a|\u{301}<\u{301}"), .text("\"\u{301}")]])
    let row = "| \u{301}a\\|\u{301}<\u{301} | \"\u{301} |\n"
    #expect(Array(table.markdown.utf8).suffix(row.utf8.count) == Array(row.utf8)[...])
    #expect(
      Array(table.csv.utf8)
        == Array("token,x\n\u{301}a|\u{301}<\u{301},\"\"\"\u{301}\"\n".utf8))
  }

  @Test func aPageFindsItsTables() {
    let page = Sample().page
    #expect(page.tables.map(\.name) == ["one", "two-1", "two-2"])
    #expect(page.markdown.hasPrefix("# A page\n\n## One\n\nMetrics\n"))
    #expect(!page.markdown.contains("Empty"))
    #expect(Sample().html().hasPrefix("<!DOCTYPE html>"))
  }
}
