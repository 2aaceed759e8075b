import Foundation
import HedgedPrediction
import TestSupport
import Testing
import TextFiles

@testable import Studies

/// The report of a small study, and the live page.
@Suite struct HedgeReportTests {
  private func study() throws -> JSONValue {
    var settings = WorldStudySettings()
    (settings.training, settings.heldOut, settings.seeds) = (200, 150, 2)
    settings.schemes = [.truth, .abstainOnUnfamiliar, SupervisionScheme(.drop)]
    settings.abstentionRewards = [-3, 0]
    (settings.memorizationQuestions, settings.memorizationSteps) = (60, 4)
    settings.resamples = 20
    let study = try WorldStudy(settings)
    var stages = JSONObject()
    for stage in study.stages { stages[stage.name] = try study.result(of: stage) }
    return ["settings": settings.json, "stages": .object(stages)]
  }

  @Test func aStudyBecomesAWellFormedPage() throws {
    let report = try HedgeReport(study: study(), commands: ["knowable hedge world <&>"])
    let page = report.html()
    let parsed = try Markup(page)
    let ids = Set(parsed.elements.compactMap { $0.attributes["id"] })
    #expect(
      ids.isSuperset(of: ["plan", "arms", "rewards", "reward-models", "long-form", "memory"]))
    #expect(parsed.elements.count { $0.name == "svg" } >= 24)
    #expect(!page.contains("nan") && !page.contains("<&>"))
    #expect(report.outcomes.map(\.name) == ["truth", "abstain", "drop"])
    #expect(report.outcomes[2].verdict == "no prediction")
  }

  @Test func somethingElseIsRefused() {
    #expect(throws: HedgedPredictionError.self) { _ = try HedgeReport(study: ["a": 1]) }
  }

  @Test func theLivePageCarriesTheCalculus() throws {
    let live = try HedgeLivePage()
    let page = live.html()
    let parsed = try Markup(page)
    let data = try #require(parsed.elements.first { $0.attributes["id"] == "data" })
    let grid = try #require(JSONValue.parse(data.text)["grid"]?.array)
    #expect(grid.count == 5 * 3 * 3 * 5)
    for point in grid {
      let labels = try point.member("labels").asNumbers()
      let total = labels.reduce(0, +)
      let rewards = try point.member("rewards").asNumbers()
      let tokens = try #require(point["tokens"]?.int)
      let calculus = try HedgeCalculus(
        .crossEntropy, space: .letters(4, abstention: true),
        reduction: try #require(LossReduction(rawValue: point["reduction"]?.string ?? "")),
        responseTokens: [1, 1, 1, 1, tokens])
      let hedge = try calculus.hedge(of: [WeightedTarget(labels.map { $0 / total })]).distribution
      #expect(try point.member("hedge").asNumbers() == hedge)
      let world = try RecognitionWorld(
        hedge: hedge, unfamiliarShare: point.member("share").asNumber(),
        rewards: RewardRule(right: rewards[0], wrong: rewards[1], abstain: rewards[2]))
      #expect(try point.member("result") == world.json)
    }
    #expect(page.contains("function calculus(") && !page.contains("http://www.example"))
  }

  /// The script itself, where Node is installed.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/node")))
  func thePagesScriptComputesTheSame() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(HedgeLiveScript.source, to: "live.cjs")
    let grid = try folder.write(HedgeLivePage().grid.serialized(), to: "grid.json")
    let check = """
      const r = require('\(script)').check(
        JSON.parse(require('fs').readFileSync('\(grid)', 'utf8')).grid);
      process.exit(r.agree === r.count && r.count === 225 ? 0 : 1);
      """
    let node = Process()
    node.executableURL = URL(filePath: "/usr/bin/node")
    node.arguments = ["-e", check]
    try node.run()
    node.waitUntilExit()
    #expect(node.terminationStatus == 0)
  }
}
