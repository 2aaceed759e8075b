import Foundation
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Probes

/// Labels of positions on their way through files.
@Suite struct LabelFileTests {
  let folder: TemporaryFolder
  let selection: LabelSelection

  init() throws {
    folder = try TemporaryFolder()
    selection = try LabelSelection(
      LabelledPositions(PairSamples.random(documents: 60), rule: LabelRule()),
      split: GroupSplit(seed: 1), balance: BalanceOptions())
  }

  @Test(arguments: ["labels.jsonl", "labels.csv"])
  func labelsComeBack(_ name: String) throws {
    try LabelFile.write(selection, to: folder.path(name))
    let labels = try LabelFile.read(folder.path(name))
    #expect(labels.count == selection.labelled.count)
    #expect(labels.map { $0.isAleatoric == true } == selection.labelled.classes.map { $0 == 1 })
    for part in SplitPart.allCases {
      let own = labels.filter { $0.part == part }
      #expect(own.count == selection.items(of: part, balanced: false).count)
      #expect(
        own.count { $0.isBalanced } == selection.items(of: part, balanced: true).count)
    }
    let pairs = selection.labelled.pairs
    for (label, place) in zip(labels, selection.labelled.places) {
      #expect(label.document == pairs.documentIDs[Int(pairs.document[Int(place)])])
      #expect(label.position == Int(pairs.position[Int(place)]))
    }
  }

  @Test func numbersAreTargets() throws {
    let pairs = try PairSamples.random(documents: 60)
    let regression = try LabelSelection(
      LabelledPositions(pairs, rule: LabelRule(task: .regression(.largeEntropy))),
      split: GroupSplit(), balance: BalanceOptions(balance: .none))
    try LabelFile.write(regression, to: folder.path("numbers.jsonl"))
    var lines = try JSONLines(path: folder.path("numbers.jsonl"))
    let first = try #require(try lines.next()).value
    #expect(first["target"]?.double == Double(regression.labelled.targets[0]))
    #expect(first["class"] == nil)
    #expect(first["small_entropy"]?.double.map(EntropyBand.paper.contains) == true)
  }

  @Test func namesThatNeedQuotes() throws {
    let pairs = try PairedPositions(
      small: PairSamples.side(
        "s", tokens: [[1, 1], [1, 1], [1, 1]], entropy: [2.5, 2.5, 2.5, 2.5, 2.5, 2.5],
        ids: ["a,b", "say \"so\"", "two\nlines"]),
      large: PairSamples.side(
        "l", tokens: [[1, 1], [1, 1], [1, 1]], entropy: [0, 2.5, 0, 2.5, 0, 2.5],
        ids: ["a,b", "say \"so\"", "two\nlines"]))
    let labelled = try LabelledPositions(pairs, rule: LabelRule())
    // Three documents seldom fall into three parts; some seed does it.
    let split = try #require(
      try (0..<200).lazy.map { try GroupSplit(seed: $0) }.first { split in
        Set(pairs.documentIDs.map { split.part(ofGroup: $0) }).count == 3
      })
    let selection = try LabelSelection(
      labelled, split: split, balance: BalanceOptions(balance: .none))
    try LabelFile.write(selection, to: folder.path("odd.csv"))
    let labels = try LabelFile.read(folder.path("odd.csv"))
    #expect(labels.map(\.document) == pairs.document.map { pairs.documentIDs[Int($0)] })
  }

  @Test func linesThatSayNothing() throws {
    let path = try folder.write("{\"document\": \"a\", \"class\": \"epistemic\"}\n", to: "x.jsonl")
    let error = #expect(throws: ProbesError.self) { try LabelFile.read(path) }
    #expect(error?.description.contains("Line 1") == true)
    let scores = try folder.write("document,position,score\nd0,1,much\n", to: "x.csv")
    #expect(throws: ProbesError.self) {
      try PositionScores(scores, column: "score", of: selection.labelled.pairs)
    }
    let others = try folder.write("document,position,score\nnobody,1,2\n", to: "y.csv")
    #expect(throws: ProbesError.self) {
      try PositionScores(others, column: "score", of: selection.labelled.pairs)
    }
  }

  @Test func scoresOfSomePositions() throws {
    let path = try folder.write(
      "document,position,score\nd1,3,0.5\nd0,2,-1\n", to: "scores.csv")
    let scores = try PositionScores(
      path, column: "score", isHighWhenEpistemic: true, of: selection.labelled.pairs)
    #expect(scores.places == [2, 43])
    #expect(scores.scores == [1, -0.5])
  }
}
