import Charts
import Foundation
import Probes
import Statistics
import TestSupport
import Testing

@testable import Studies

@Suite("The report on a pair of models")
struct PairReportTests {
  static let hostile = "<script>alert(\"&\")</script>"

  static func estimate(_ value: Double) -> Estimate {
    Estimate(value: value, low: value - 0.05, high: value + 0.05, count: 412, clusters: 40)
  }

  static func sample(_ words: String = "") -> PairReport {
    var report = PairReport(
      subject: .init(small: "small" + words, large: "large" + words, data: "facts" + words))
    report.counts = [
      .init(
        rule: "gap, [2, 3)" + words, inBand: 900, epistemic: (300, 200), aleatoric: (400, 200),
        tokenImbalance: 0.08)
    ]
    report.comparisons = [
      .init(
        title: "Gap task" + words, explanation: "Labels from the large model." + words,
        rows: [
          .init(
            name: "linear probe" + words, auroc: estimate(0.86), accuracy: estimate(0.8),
            isMain: true),
          .init(name: "BET" + words, auroc: estimate(0.55)),
          .init(name: "nothing", auroc: Estimate(value: .nan, count: 0, clusters: 0)),
        ])
    ]
    report.agreements = [
      .init(rule: "gap" + words, epistemic: estimate(0.9), aleatoric: estimate(0.95))
    ]
    report.excesses = [
      .init(
        positions: "facts, unseen" + words, exact: estimate(0), small: estimate(2.2),
        large: estimate(2.3))
    ]
    report.atlas = [
      HeatMapFigure(
        title: "Atlas", metric: "AUROC", columnTitle: "band", rowTitle: "threshold",
        columns: ["[2, 3)"], rows: ["0.2"], cells: [[.init(value: 0.7, count: 90)]])
    ]
    report.passages = [
      .init(
        id: "d1" + words,
        tokens: [
          TokenAnnotation(first: "The"),
          TokenAnnotation(
            text: " lantern" + words, entropy: 2.5, logProbability: -3, aleatoric: 0.2, band: .paper
          ),
          TokenAnnotation(
            text: "\nis", entropy: 0.1, logProbability: -0.1, aleatoric: 0.9, band: .paper),
        ])
    ]
    report.commands = ["knowable pair" + words]
    return report
  }

  @Test(arguments: ["", hostile])
  func thePageIsWellFormed(words: String) throws {
    let html = Self.sample(words).html()
    #expect(!html.contains("<script>alert"))
    #expect(html.contains("0.860"))
    let body = try #require(html.range(of: "<main>")).lowerBound
    let end = try #require(html.range(of: "</main>")).upperBound
    _ = try Markup(String(html[body..<end]))
  }

  @Test func anEmptyReportIsAPage() {
    let report = PairReport(subject: .init(small: "a", large: "b", data: "c"))
    #expect(report.html().contains("<h1>What a does not know"))
  }

  @Test func weakResultsAreCalledWeak() {
    var report = Self.sample()
    report.comparisons[0].rows[0].auroc = Self.estimate(0.52)
    #expect(report.html().contains("are not shown to tell"))
  }

  @Test func verdictsFollowBandAndProbability() {
    func verdict(_ entropy: Double, _ aleatoric: Double) -> Knowability {
      TokenAnnotation(
        text: "", entropy: entropy, logProbability: -1, aleatoric: aleatoric, band: .paper
      ).knowability
    }
    #expect(verdict(1.99, 0.9) == .known)
    #expect(verdict(2, 0.49) == .unknownToModel)
    #expect(verdict(2.5, 0.5) == .unknowable)
    #expect(verdict(3, 0.5) == .outsideBand)
  }

  @Test func annotatedTextsAreAPage() {
    let page = AnnotationPage(
      subject: "small " + Self.hostile, passages: Self.sample(Self.hostile).passages)
    let html = page.html()
    #expect(!html.contains("<script>alert"))
    #expect(html.contains("class=\"unknown\""))
    #expect(html.contains("<br/>is"))
  }
}
