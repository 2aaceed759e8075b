import HedgedPrediction
import Statistics
import Testing

/// Schemes as pure functions of examples and scores.
@Suite struct SupervisionSchemeTests {
  private let space = AnswerSpace.letters(4, abstention: true)
  private let examples: [FinetuningExample]

  init() {
    var random = RandomGenerator(seed: 3)
    examples = (0..<1000).map { index in
      FinetuningExample(truth: random.integer(below: 4), score: Double(index / 2) / 500)
    }
  }

  private func arms(_ names: [String], split: FamiliaritySplit.Rule = .topShare(0.4)) throws
    -> MatchedArms
  {
    try MatchedArms(
      names.map { try SupervisionScheme(named: $0) }, examples: examples, split: split,
      space: space, steps: 100, seeds: [1, 2, 3], generator: RandomGenerator(seed: 9))
  }

  private func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  @Test func everySchemeChangesItsGroupAlone() throws {
    let names = [
      "truth", "positions:1,2", "abstain", "abstain@random", "soft-uniform:0.5",
      "soft-abstain:0.25", "drop", "weight:0.25", "adversarial", "positions:1,2@familiar",
      "abstain@random:0.1",
    ]
    let matched = try arms(names)
    #expect(matched.split.unfamiliarCount == 400 && matched.split.realizedShare == 0.4)
    #expect(matched.arms.map(\.scheme.name) == names)
    for arm in matched.arms {
      #expect(arm.examples.count == 1000)
      for (index, example) in arm.examples.enumerated() where !example.isChanged {
        #expect(example.source == index && example.weight == 1)
        #expect(example.target == space.certain(examples[index].truth))
      }
    }
    func log(_ place: Int) -> SchemeLog { matched.arms[place].log }
    #expect(log(0).changed == 0)
    #expect(log(1).changed == 400 && log(2).abstentions == 400)
    // The random arm has the rate of the unfamiliar one.
    #expect(log(3).abstentions == 400 && log(3).changed == 400)
    #expect(matched.arms[3].examples.count { $0.isUnfamiliar && $0.isChanged } < 220)
    #expect(log(6).unfamiliar == 0 && log(6).resampled == 400)
    #expect(log(7).unfamiliarWeight == 100)
    #expect(log(9).changed == 600 && log(10).changed == 100)
    for example in matched.arms[1].examples where example.isChanged {
      #expect([1, 2].contains(example.truth) && example.target == space.certain(example.truth))
    }
    for example in matched.arms[8].examples where example.isChanged {
      #expect(example.target[example.truth] == 0 && example.target[4] == 0)
    }
    let softened = matched.arms[5].examples.first { $0.isChanged }
    let soft = try #require(softened)
    #expect(soft.target[4] == 0.25 && soft.target[soft.truth] == 0.75)
  }

  @Test func theHedgeOfAnArmFollowsItsScheme() throws {
    let matched = try arms(["truth", "positions:1,2", "abstain", "drop"])
    let calculus = try HedgeCalculus(.crossEntropy, space: space)
    let hedges = try matched.arms.map { try HedgePlan($0, calculus: calculus).hedge }
    #expect(hedges[1]?.support == [1, 2])
    #expect(hedges[2]?.distribution == [0, 0, 0, 0, 1])
    // Nothing unfamiliar is left that could fix a hedge.
    #expect(hedges[3] == nil)
    let plan = try HedgePlan(matched.arms[2], calculus: calculus)
    #expect(plan.text.contains("predicted hedge: abstain 1.00 (unique)"))
    #expect(plan.text.contains("400 unfamiliar (40.0 %"))
  }

  @Test func sharesStopAtTies() throws {
    let split = try FamiliaritySplit(scores: [0, 1, 1, 1, 2], rule: .topShare(0.4))
    #expect(split.isUnfamiliar == [false, false, false, false, true])
    #expect(split.threshold == 1 && split.ties == 3 && split.realizedShare == 0.2)
    let above = try FamiliaritySplit(scores: [0, 1, 1, 1, 2], rule: .above(0))
    #expect(above.unfamiliarCount == 4 && above.ties == 1)
    #expect(try FamiliaritySplit(scores: [0, 1], rule: .topShare(1)).unfamiliarCount == 2)
  }

  @Test func badFinetuningSetsAreRefusedInASentence() throws {
    #expect(
      sentence { _ = try FamiliaritySplit(scores: [0, 0], rule: .above(3)) }
        .contains("No example is unfamiliar"))
    #expect(
      sentence { _ = try FamiliaritySplit(scores: [0, .nan], rule: .above(3)) }
        .contains("Example 1 has no familiarity score"))
    #expect(
      sentence { _ = try FinetuningExample.joined(truths: [4], scores: [0], space: space) }
        .contains("The label of example 0 is 4, but options are numbered 0...3"))
    #expect(
      sentence { _ = try FinetuningExample.joined(truths: [4], scores: nil, space: space) }
        .contains("no column of familiarity scores"))
    #expect(sentence { _ = try arms(["positions:7"]) }.contains("0...3"))
    #expect(sentence { _ = try arms(["abstian"]) }.contains("no scheme \"abstian\""))
    #expect(sentence { _ = try arms(["drop@random:1"]) }.contains("drop all 1000 examples"))
    let whole = try arms(["truth"])
    let other = try MatchedArms(
      [.abstainOnUnfamiliar], examples: Array(examples.prefix(900)), split: .topShare(0.4),
      space: space, steps: 100, seeds: [1], generator: RandomGenerator(seed: 9))
    #expect(
      sentence {
        _ = try MatchedArms(
          whole.arms + other.arms, split: whole.split, space: space, steps: 1, seeds: [0])
      }.contains("arms of unequal size"))
  }
}
