import Statistics
import Testing

@testable import Probes

struct SplitTests {
  private func labels(rows: Int, groups: Int, seed: UInt64 = 1) throws -> ProbeLabels {
    var random = RandomGenerator(seed: seed)
    return try ProbeLabels(
      labels: (0..<rows).map { _ in random.uniform() < 0.5 },
      groups: (0..<rows).map { _ in "g\(random.integer(below: groups))" })
  }

  @Test func neverSeparatesAGroup() throws {
    let labels = try labels(rows: 3000, groups: 700)
    let split = try GroupSplit(seed: 4).split(labels)
    var part: [String: SplitPart] = [:]
    for name in SplitPart.allCases {
      for row in split[name] {
        let group = labels.groups[Int(row)]
        #expect(part[group] == nil || part[group] == name)
        part[group] = name
      }
    }
    #expect(SplitPart.allCases.reduce(0) { $0 + split[$1].count } == 3000)
  }

  @Test func partsHaveTheSharesAskedFor() throws {
    let labels = try labels(rows: 20_000, groups: 100_000)
    let split = try GroupSplit(fractions: [0.5, 0.2, 0.3], seed: 9).split(labels)
    for (size, share) in zip(split.sizes, [0.5, 0.2, 0.3]) {
      #expect(abs(Double(size.count) / 20_000 - share) < 0.015)
      #expect(abs(size.baseRate - 0.5) < 0.03)
    }
  }

  @Test func aGroupKeepsItsPart() throws {
    let split = try GroupSplit(seed: 0)
    // Kept in probe files as a rule, so it may never change.
    let parts = ["Paris", "Krasnodar", "été", "", "group 7"].map { split.part(ofGroup: $0) }
    #expect(parts == [.test, .train, .validation, .train, .train])
    let other = try GroupSplit(seed: 1)
    let moved = (0..<300).count { other.part(ofGroup: "g\($0)") != split.part(ofGroup: "g\($0)") }
    #expect(moved > 100)
  }

  @Test func similarNamesSpreadOut() throws {
    let split = try GroupSplit(seed: 3)
    for prefix in ["", "city ", "000"] {
      let train = (0..<2000).count { split.part(ofGroup: "\(prefix)\($0)") == .train }
      #expect(abs(Double(train) / 2000 - 0.6) < 0.04)
    }
  }

  @Test func refusesPartsThatCannotBeUsed() throws {
    let oneGroup = try ProbeLabels(labels: [true, false, true], groups: ["a", "a", "a"])
    #expect(throws: ProbesError.self) { try GroupSplit().split(oneGroup) }
    let oneClass = try ProbeLabels(labels: [Bool](repeating: true, count: 100))
    let error = #expect(throws: ProbesError.self) { try GroupSplit().split(oneClass) }
    #expect("\(try #require(error))".contains("train part has"))
    for fractions in [[0.5, 0.5], [0.8, 0.3, -0.1], [0.5, 0.2, 0.2], [1, 0, 0]] {
      #expect(throws: ProbesError.self) { try GroupSplit(fractions: fractions) }
    }
  }

  @Test(arguments: [2, 5, 10]) func foldsKeepGroupsAndBalance(count: Int) {
    var random = RandomGenerator(seed: 2)
    let groups = (0..<1000).map { _ in random.integer(below: 150) }
    let folds = GroupFolds(groups: groups, folds: count, seed: 5)
    var fold: [Int: Int] = [:]
    for (group, number) in zip(groups, folds.fold) {
      #expect(fold[group] == nil || fold[group] == number)
      fold[group] = number
    }
    let sizes = (0..<count).map { folds.places($0).held.count }
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 10)
    #expect(sizes.reduce(0, +) == 1000)
    #expect(folds == GroupFolds(groups: groups, folds: count, seed: 5))
    #expect(folds != GroupFolds(groups: groups, folds: count, seed: 6))
  }

  @Test func thereAreNeverMoreFoldsThanGroups() {
    #expect(GroupFolds(groups: [1, 1, 2, 2, 2], folds: 5, seed: 0).count == 2)
  }
}
