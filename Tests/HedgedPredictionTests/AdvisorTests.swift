import Foundation
import HedgedPrediction
import Statistics
import TestSupport
import Testing
import TextFiles

@Suite struct AdvisorTests {
  private var settings: FinetuningStudy.Settings {
    var settings = FinetuningStudy.Settings()
    (settings.seeds, settings.resamples, settings.seed) = ([0, 1], 0, 3)
    return settings
  }

  @Test func punishedErrorsAreAnsweredByAbstaining() throws {
    let table = try SyntheticTable.make(800)
    let advice = try FinetuningAdvice(
      table, backend: OptionHeadBackend(table), shares: [0.2, 0.4, 0.6],
      rewards: .paper(abstain: 0), settings: settings)
    let best = try #require(advice.recommended)
    #expect(advice.candidates.map(\.share) == [0.2, 0.4, 0.6])
    #expect(
      best.overall[.wrong].value < advice.untouched.evaluations[0].evaluation.overall[.wrong].value)
    let threshold = try #require(advice.threshold)
    #expect(zip(advice.scores, advice.isRelabelled).allSatisfy { ($0 > threshold) == $1 })

    // An abstention that costs as much as an error is not worth teaching.
    let guessing = try FinetuningAdvice(
      table, backend: OptionHeadBackend(table), shares: [0.4], rewards: .paper(abstain: -3),
      settings: settings)
    #expect(guessing.recommended == nil)
    #expect(!guessing.isRelabelled.contains(true))
  }

  @Test func openAnswersAreForeseenFromTheirOwnChance() throws {
    var table = try OptionTable(names: ["right", "(other)"])
    var draws = RandomGenerator(seed: 4)
    for index in 0..<400 {
      let right = -6 * draws.uniform() - 0.01
      try table.append(
        id: "\(index)", truth: 0, logProbabilities: [right, log(1 - exp(right))])
    }
    let advice = try FinetuningAdvice(
      table, backend: OpenAnswerBackend(table), shares: [0.5], settings: settings)
    let candidate = advice.candidates[0]
    #expect(candidate.overall[.abstain].value > 0.3)
    let plain = advice.untouched.evaluations[0].evaluation.overall
    #expect(candidate.overall[.selectiveAccuracy].value > plain[.right].value + 0.05)
    #expect(throws: HedgedPredictionError.self) {
      try OpenAnswerBackend(SyntheticTable.make(20))
    }
  }

  @Test func linesAreRelabelledAndOthersStay() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write(
      """
      {"id":"a","question":"x?","answer":"1","extra":[1,2]}
      {"prompt":"y?","completion":"2"}
      {"id":"c","question":"z?","answer":"3"}
      """, to: "sft.jsonl")
    let changed = try RelabelledLines.write(
      source, to: folder.path("out.jsonl"), abstention: "I don't know",
      decisions: ["a": (0.5, false), "2": (9, true)])
    #expect(changed == 1)
    let text = try String(contentsOfFile: folder.path("out.jsonl"), encoding: .utf8)
    #expect(
      text == """
        {"id":"a","question":"x?","answer":"1","extra":[1,2],"unfamiliarity":0.5,"relabelled":false}
        {"prompt":"y?","completion":"I don't know","unfamiliarity":9.0,"relabelled":true}
        {"id":"c","question":"z?","answer":"3"}

        """)
  }

  @Test func aCurveIsComparedWithItself() throws {
    let table = try SyntheticTable.make(300)
    let study = try FinetuningStudy(table, settings: settings)
    let result = try study.run(OptionHeadBackend(table))
    let comparisons = try result.compared(with: result)
    #expect(comparisons.count == 3)
    #expect(comparisons.allSatisfy { $0.meanAbsoluteError == 0 && $0.points.count == 15 })
    let other = try study.run(
      OptionHeadBackend(table, reduction: .sequenceMean, responseTokens: [1, 1, 1, 1, 9]))
    let worst = try #require(
      result.compared(with: other).max { $0.largestError < $1.largestError })
    #expect(worst.largestError > 0.1)
  }
}
