import Probes
import Testing
import TextFiles

@testable import Studies

/// Pages of many rows put few of them into the page; the rest is drawn from its data.
@Suite struct LongPageTests {
  private func tokens(_ count: Int) throws -> [TokenAnnotation] {
    let band = try EntropyBand(2, 3)
    return (0..<count).map { place in
      TokenAnnotation(
        text: " w\(place)", entropy: 2.5, logProbability: -1, aleatoric: 0.75, band: band)
    }
  }

  @Test func aLongTextIsDrawnInBlocks() throws {
    let page = AnnotationPage(
      subject: "m",
      passages: [
        .init(id: "a", tokens: try tokens(1500)), .init(id: "b", tokens: try tokens(3200)),
      ])
    let html = page.html()
    #expect(html.split(separator: "<span class=\"unknowable\" title").count - 1 == 2000)
    let blocks = html.split(separator: "data-tokens=\"").dropFirst().map {
      $0.prefix { $0 != "\"" }
    }
    #expect(blocks == ["1 500 1500", "1 1500 2500", "1 2500 3200"])
    #expect(html.contains("\"text\":\" w3199\""))
    #expect(html.contains("IntersectionObserver"))
  }

  @Test func aShortTextNeedsNoScript() throws {
    let html = AnnotationPage(subject: "m", passages: [.init(id: "a", tokens: try tokens(20))])
      .html()
    #expect(!html.contains("IntersectionObserver") && !html.contains("data-tokens"))
  }

  @Test func itemsOfAReportAreInItsDataAlone() throws {
    let report = try SampleReport.report.get()
    let section = try #require(report.itemSection)
    #expect(section.content.text.contains("data-table="))
    #expect(!section.content.text.contains("id-11"))
    #expect(report.data["items"]?.array?.count == report.items.count)
    #expect(report.html().contains("id=\"items\""))
  }
}
