import Foundation
import HedgedPrediction
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Studies

@Suite struct HedgeRunReportTests {
  private func table() throws -> OptionTable {
    var table = try OptionTable(names: ["A", "B"], hasOwnOptions: true)
    for index in 0..<120 {
      let right = index % 3 == 0 ? 0.95 : 0.3 + Double(index) / 400
      try table.append(
        id: "\(index)", truth: 0, logProbabilities: [log(right), log(1 - right)])
    }
    return table
  }

  @Test func armsBecomeAWellFormedPageBesideThePaper() throws {
    var settings = FinetuningStudy.Settings()
    (settings.resamples, settings.bins) = (20, 3)
    let result = try FinetuningStudy(table(), settings: settings).run(OptionHeadBackend(table()))
    let comparisons = try result.compared(with: result, resamples: 20)
    #expect(comparisons.allSatisfy { $0.error?.value == 0 && $0.meanAbsoluteError == 0 })
    var json = try #require(result.json.object)
    json["prediction_and_outcome"] = .array(comparisons.map(\.json))
    let page = try HedgeRunReport(result: .object(json), commands: ["knowable <&>"]).html()
    let parsed = try Markup(page)
    let ids = Set(parsed.elements.compactMap { $0.attributes["id"] })
    #expect(ids.isSuperset(of: ["plan", "answers", "method"]) && !ids.contains("statements"))
    #expect(page.contains("arXiv 2403.05612") && page.contains("abstains, paper"))
    #expect(!page.contains("nan") && !page.contains("<&>"))
  }

  @Test func somethingElseIsRefused() {
    #expect(throws: HedgedPredictionError.self) { _ = try HedgeRunReport(result: ["a": 1]) }
  }

  @Test func publishedBarsAddUp() throws {
    for scheme in ["truth", "abstain", "abstain@random"] {
      let bars = try #require(PublishedHedges.bars(scheme))
      for bin in 0..<6 {
        #expect(abs(bars.right[bin] + bars.abstain[bin] + bars.wrong[bin] - 1) < 0.002)
      }
    }
    #expect(PublishedHedges.bars("drop") == nil)
  }
}
