import Calibration
import Statistics
import TestSupport
import Testing

@testable import Probes

@Suite struct LabelSelectionTests {
  private func selection(
    _ options: BalanceOptions, documents: Int = 300
  ) throws -> LabelSelection {
    try LabelSelection(
      LabelledPositions(PairSamples.random(documents: documents), rule: LabelRule()),
      split: GroupSplit(), balance: options)
  }

  @Test func documentsStayWhole() throws {
    let found = try selection(BalanceOptions())
    var part: [Int: SplitPart] = [:]
    for name in SplitPart.allCases {
      for document in found.labelled.documents(found.items(of: name, balanced: false)) {
        #expect(part.updateValue(name, forKey: document) ?? name == name)
      }
    }
    let all = SplitPart.allCases.flatMap { found.items(of: $0, balanced: false) }.sorted()
    #expect(all == (0..<Int32(found.labelled.count)).map { $0 })
  }

  @Test(arguments: LabelBalance.allCases, [true, false])
  func classesBecomeEqual(balance: LabelBalance, isExact: Bool) throws {
    let found = try selection(BalanceOptions(balance: balance, isExact: isExact))
    for report in found.reports {
      guard balance != .none else {
        #expect(report.natural == report.balanced)
        continue
      }
      let (zeros, ones) = (report.balanced[0], report.balanced[1])
      #expect(isExact ? zeros == ones : abs(zeros - ones) < 6 * Int(Double(zeros).squareRoot()))
      #expect(zeros <= report.natural[0] && ones <= report.natural[1])
    }
  }

  @Test func tokenBalancingTakesTheTokensSignal() throws {
    let plain = try selection(BalanceOptions(balance: .classes)).reports[2]
    let tokens = try selection(BalanceOptions(balance: .tokens, isExact: true)).reports[2]
    #expect(plain.tokenAUROC > 0.6 && abs(tokens.tokenAUROC - 0.5) < 0.05)
    #expect(tokens.balancedVariation == 0 && tokens.naturalVariation > 0.15)
    #expect(selectionsAgree(try selection(BalanceOptions()), try selection(BalanceOptions())))
    #expect(
      !selectionsAgree(try selection(BalanceOptions()), try selection(BalanceOptions(seed: 1))))
  }

  private func selectionsAgree(_ a: LabelSelection, _ b: LabelSelection) -> Bool {
    SplitPart.allCases.allSatisfy {
      a.items(of: $0, balanced: true) == b.items(of: $0, balanced: true)
    }
  }

  @Test func idsOfOneClassVanish() {
    let classes: [UInt8] = [0, 0, 0, 1, 1, 0, 1, 1]
    let strata: [Int64] = [5, 5, 6, 6, 6, 6, 9, 9]
    let exact = BalanceOptions(isExact: true)
      .balance(strata: strata, classes: classes, classCount: 2, part: "test")
    #expect(exact == [2, 3, 4, 5])
    let drawn = (0..<200).map { seed in
      BalanceOptions(seed: seed).balance(
        strata: [1, 1, 1, 1, 1, 1], classes: [0, 0, 0, 0, 1, 1], classCount: 2, part: "train")
    }
    // Class 1 always stays, class 0 by a half.
    #expect(drawn.allSatisfy { $0.suffix(2) == [4, 5] || $0.count { $0 < 4 } < 2 })
    let zeros = drawn.map { Double($0.count { $0 < 4 }) }
    #expect(abs(Sample.mean(zeros) - 1.9) < 0.3)
  }

  @Test func examplesCarryRowsGroupsAndTheRule() throws {
    let found = try selection(BalanceOptions())
    let examples = try found.examples()
    #expect(examples.rows == examples.rows.sorted() && examples.labels.count == examples.rows.count)
    #expect(examples.labels.definition.rule == LabelRule())
    let split = try GroupSplit().split(examples.labels)
    #expect(split[.test].count == found.items(of: .test, balanced: true).count)
    let natural = try found.examples(parts: [.test], balanced: false)
    #expect(natural.rows.count == found.reports[2].naturalCount)
    #expect(natural.labels.groups.first?.hasPrefix("d") == true)
  }

  @Test func missingClassesAreSaid() throws {
    let pairs = try PairSamples.pairs(
      small: [2, 2.5, 2.5, 2.5], large: [0, 2.5, 0, 2.5], length: 4)
    let labelled = try LabelledPositions(pairs, rule: LabelRule())
    #expect {
      try LabelSelection(labelled, split: GroupSplit(), balance: BalanceOptions(balance: .none))
    } throws: { "\($0)".contains("every class is needed in every part") }
  }
}
