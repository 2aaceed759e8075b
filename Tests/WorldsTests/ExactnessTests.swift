import Foundation
import Statistics
import TestSupport
import Testing

@testable import Worlds

/// The readers' distributions against brute force, in two ways.
@Suite struct ExactnessTests {
  private static func settings(_ language: FactsAndCoins.Settings.Language)
    -> FactsAndCoins.Settings
  {
    var settings = FactsAndCoins.Settings()
    settings.language = language
    settings.mentioned = 9
    settings.heldOut = 3
    settings.nameHeads = 4
    settings.attributes = 3
    settings.values = 3
    return settings
  }

  /// An oracle that follows every latent choice gives the same distribution at every position.
  @Test(arguments: FactsAndCoins.Settings.Language.allCases, [WorldStream.training, .test])
  func everyLatentChoiceFollowed(
    language: FactsAndCoins.Settings.Language, stream: WorldStream
  ) throws {
    let world = try FactsAndCoins(Self.settings(language))
    var worst = 0.0
    for index in 0..<6 {
      let tokens = world.document(index, of: stream, length: 60).tokens
      var oracle = LatentEnumeration(world, stream)
      try world.forEachPosition(of: tokens, in: stream) { position, next in
        if position > 0 { oracle.read(tokens[position]) }
        worst = max(worst, worstDistance(next.probabilities, oracle.distribution()))
      }
    }
    #expect(worst < 1e-12)
  }

  /// Frequencies after the same beginning agree within five standard errors.
  @Test(arguments: FactsAndCoins.Settings.Language.allCases)
  func frequenciesOfDrawnTexts(language: FactsAndCoins.Settings.Language) throws {
    try expectFrequencies(of: FactsAndCoins(Self.settings(language)), texts: 60_000, length: 14)
  }

  @Test func frequenciesOfDrawnBitQuestions() throws {
    var settings = BitQuestions.Settings()
    settings.questionBits = 2
    settings.heldOut = 1
    try expectFrequencies(of: BitQuestions(settings), texts: 60_000, length: 14)
  }

  private func expectFrequencies(of world: some World, texts: Int, length: Int) throws {
    let stream = WorldStream("frequencies", evenShare: 0.25)
    var counts: [[Int32]: [Int]] = [:]
    for index in 0..<texts {
      let tokens = world.document(index, of: stream, length: length).tokens
      for place in 1..<length {
        let none = [Int](repeating: 0, count: world.vocabulary.count)
        counts[Array(tokens[..<place]), default: none][Int(tokens[place])] += 1
      }
    }
    var checked = 0
    var worst = 0.0
    for (beginning, row) in counts {
      let total = row.reduce(0, +)
      guard total >= 1000 else { continue }
      let exact = try world.distribution(after: beginning, in: stream)
      #expect(abs(exact.reduce(0, +) - 1) < 1e-12)
      for (count, probability) in zip(row, exact) {
        let deviation = (Double(total) * probability * (1 - probability)).squareRoot()
        worst = max(worst, abs(Double(count) - Double(total) * probability) / max(deviation, 1))
        checked += 1
      }
    }
    #expect(checked > 300 && worst < 5, "\(checked) probabilities, worst \(worst)")
  }

  /// Questions of the bit world by summing over all of them.
  @Test func bitQuestionsSummedOverAllQuestions() throws {
    var settings = BitQuestions.Settings()
    settings.questionBits = 5
    settings.heldOut = 9
    let world = try BitQuestions(settings)
    let stream = WorldStream("test", evenShare: 0.3)
    let heldOut = Set(world.heldOut)
    func fresh(_ question: Int) -> Double {
      0.3 / 32 + (heldOut.contains(question) ? 0 : 0.7 / 23)
    }
    let tokens = world.document(3, of: stream, length: 1 + 8 * 12).tokens
    var asked: [Int] = []
    for item in 0..<12 {
      let start = 1 + 8 * item
      let isCoin = tokens[start] == 3
      let bits = tokens[start + 1..<start + 6].map { Int($0) - 2 }
      for place in 0..<5 {
        let candidates = (0..<32).filter { question in
          (0..<place).allSatisfy { (question >> (4 - $0)) & 1 == bits[$0] }
        }
        func weight(_ question: Int) -> Double {
          guard !isCoin, !asked.isEmpty else { return fresh(question) }
          let share = Double(asked.count { $0 == question }) / Double(asked.count)
          return 0.2 * fresh(question) + 0.8 * share
        }
        let total = candidates.reduce(0) { $0 + weight($1) }
        let ones = candidates.filter { ($0 >> (4 - place)) & 1 == 1 }.reduce(0) { $0 + weight($1) }
        let exact = try world.distribution(
          after: Array(tokens[..<(start + 1 + place)]), in: stream)
        #expect(agree(exact[3], ones / total, within: 1e-12))
      }
      if !isCoin { asked.append(bits.reduce(0) { $0 << 1 | $1 }) }
    }
  }
}
