import Calibration
import Statistics
import TestSupport
import Testing

@testable import Probes

@Suite struct PositionBaselineTests {
  @Test func theBestThresholdOfSeparableScoresIsPerfect() {
    let best = DecisionThreshold(
      scores: [1, 2, 3, 4], labels: [false, false, true, true])
    #expect(best.value == 2 && best.accuracy == 1)
    // Of equally good cuts the smallest; ties fall on one side together.
    #expect(DecisionThreshold(scores: [1, 2, 3], labels: [false, true, false]).value == 1)
    let tied = DecisionThreshold(scores: [1, 1, 2], labels: [false, true, true])
    #expect(tied.value == 1 && tied.accuracy == 2.0 / 3)
    // "Always class 1" is never tried.
    #expect(DecisionThreshold(scores: [1, 2], labels: [true, true]).accuracy == 0.5)
  }

  @Test func everyBaselineScoresTheSamePositions() throws {
    let selection = try LabelSelection(
      LabelledPositions(PairSamples.random(documents: 300), rule: LabelRule()), split: GroupSplit(),
      balance: BalanceOptions(balance: .classes))
    let baselines = try PositionBaseline.fit(selection)
    #expect(baselines.map(\.kind) == PositionBaseline.Kind.allCases)
    let settings = EvaluationSettings(resamples: 200)
    let judged = try baselines.map { try $0.judge(selection, settings: settings) }
    let auroc = judged.map(\.ranking.auroc.value)
    #expect(auroc[0] > 0.51 && auroc[1] > 0.6)
    #expect(auroc[2...].allSatisfy { abs($0 - 0.5) < 0.08 })
    for result in judged {
      #expect(result.ranking.auroc.clusters > 30 && result.accuracy.hasInterval)
      #expect(result.inSampleAccuracy >= result.accuracy.value)
    }
    let natural = try baselines[0].judge(selection, balanced: false, settings: settings)
    #expect(natural.ranking.count > judged[0].ranking.count)
  }

  @Test func entropyPredictsEntropy() throws {
    let pairs = try PairSamples.pairs(
      small: (0..<400).map { 2 + Float($0 % 16) / 16 },
      large: (0..<400).map { 1 + Float($0 % 16) / 8 }, length: 2)
    let selection = try LabelSelection(
      LabelledPositions(pairs, rule: LabelRule(task: .regression(.largeEntropy))),
      split: GroupSplit(), balance: BalanceOptions(balance: .none))
    let fit = try EntropyRegression(selection)
    #expect(abs(fit.slope - 2) < 1e-9 && abs(fit.intercept + 3) < 1e-9)
    let errors = try fit.errors(selection)
    #expect(errors.line < 1e-12 && errors.smallEntropy > 0.1 && errors.mean > errors.line)
  }
}
