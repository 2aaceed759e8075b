import Foundation
import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Worlds

@Suite struct TruthTests {
  private static let world: FactsAndCoins? = try? FactsAndCoins()

  @Test func factsAreCertainAndCoinsHaveTheEntropyOfTheirLaw() throws {
    let world = try #require(Self.world)
    let coin = entropy(Categorical.zipf(16, exponent: 0.5).probabilities)
    #expect(coin > 2.5 && coin < log(16))
    var seen: [PositionKind: Int] = [:]
    for index in 0..<20 {
      let document = world.document(index, of: .test, length: 256)
      let truth = try world.truth(of: document.tokens, in: .test)
      #expect(truth.count == 256 && truth.surprisal[255].isNaN)
      #expect(truth.subject.compactMap { $0 }.starts(with: document.subjects))
      for (position, kind) in truth.kind.enumerated() {
        seen[kind, default: 0] += 1
        switch kind {
        case .fact:
          #expect(truth.entropy[position] == 0)
          if position < 255 { #expect(truth.surprisal[position] == 0) }
        case .coin: #expect(agree(truth.entropy[position], coin, within: 1e-12))
        case .syntax: #expect(truth.subject[position] == nil)
        }
      }
    }
    #expect(seen[.fact] ?? 0 > 200 && seen[.coin] ?? 0 > 200 && seen[.syntax] ?? 0 > 4000)
  }

  /// The mean surprisal of drawn texts is the mean entropy.
  @Test func surprisalAveragesToEntropy() throws {
    let world = try #require(Self.world)
    var difference: [Double] = []
    for index in 0..<60 {
      let tokens = world.document(index, of: .training, length: 200).tokens
      let truth = try world.truth(of: tokens, in: .training)
      let gaps = zip(truth.surprisal, truth.entropy).dropLast().map { $0 - $1 }
      difference.append(gaps.reduce(0, +) / Double(gaps.count))
    }
    let mean = difference.reduce(0, +) / 60
    let spread = difference.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59
    #expect(abs(mean) < 4 * (spread / 60).squareRoot())
  }

  /// Who knows the rules only feels a fact as a coin, until the text tells it.
  @Test func readersOfTheRulesLearnFromTheText() throws {
    let world = try #require(Self.world)
    let coin = entropy(world.valueLaw.probabilities)
    var first = 0
    var again = 0
    for index in 0..<20 {
      let document = world.document(index, of: .test, length: 256)
      let truth = try world.truth(of: document.tokens, in: .test, knowing: .rules)
      var told: Set<Int> = []
      for (position, subject) in truth.subject.enumerated() {
        guard let subject, truth.kind[position] == .fact else { continue }
        let isNew = told.insert(subject).inserted
        #expect(agree(truth.entropy[position], isNew ? coin : 0, within: 1e-12))
        if isNew { first += 1 } else { again += 1 }
      }
    }
    #expect(first > 100 && again > 100)
  }

  @Test func learnersKnowWhatTrainingStated() throws {
    let world = try #require(Self.world)
    let familiarity = Familiarity(of: world, documents: 200, length: 256)
    let statements = (0..<200).map { world.document($0, of: .training, length: 256).subjects.count }
    #expect(familiarity.counts.reduce(0, +) == statements.reduce(0, +))
    let tokens = world.document(0, of: .test, length: 256).tokens
    let exact = try world.truth(of: tokens, in: .test)
    let ideal = try world.truth(of: tokens, in: .test, knowing: familiarity.knowledge())
    let rules = try world.truth(of: tokens, in: .test, knowing: .rules)
    for position in 0..<256 {
      #expect(exact.entropy[position] <= ideal.entropy[position] + 1e-12)
      #expect(ideal.entropy[position] <= rules.entropy[position] + 1e-12)
      if let subject = exact.subject[position], familiarity.counts[subject] > 0 {
        #expect(ideal.entropy[position] == exact.entropy[position])
      }
    }
    #expect(ideal.entropy.reduce(0, +) > exact.entropy.reduce(0, +))
  }

  @Test func crossEntropyIsSplitExactly() {
    let truth = [0.5, 0.25, 0.25, 0]
    let model: [Float] = [0.25, 0.25, 0.25, 0.25].map { Float(log($0)) }
    let split = CrossEntropySplit(truth: truth, logProbabilities: model)
    #expect(agree(split.aleatoric, 1.5 * log(2), within: 1e-12))
    #expect(agree(split.crossEntropy, log(4), within: 1e-6))
    #expect(agree(split.epistemic, 0.5 * log(2), within: 1e-6))
    let same = CrossEntropySplit(truth: [1, 0], logProbabilities: [0, -.infinity])
    #expect(same.aleatoric == 0 && same.epistemic == 0)
    let wrong = CrossEntropySplit(truth: [1, 0], logProbabilities: [-.infinity, 0])
    #expect(wrong.epistemic == .infinity)
  }

  @Test func entropiesInClosedForm() {
    #expect(agree(entropy([Double](repeating: 1.0 / 7, count: 7)), log(7), within: 1e-12))
    #expect(entropy([0, 1, 0]) == 0 && entropy([0, 1, 0]).sign == .plus)
  }

  @Test func documentsAndTruthAreWritten() throws {
    let world = try #require(Self.world)
    let folder = try TemporaryFolder()
    let documents = WorldDocuments(world, .test, length: 40)
    let familiarity = Familiarity(of: world, documents: 20, length: 256)
    try documents.writeDocuments(3, to: folder.path("test.jsonl"))
    try documents.writeTruth(3, familiarity: familiarity, to: folder.path("test.truth.jsonl"))
    var lines = try JSONLines(path: folder.path("test.jsonl"))
    var truths = try JSONLines(path: folder.path("test.truth.jsonl"))
    for index in 0..<3 {
      let line = try #require(try lines.next()).value
      let tokens = try line.list("tokens").compactMap { $0.int.map(Int32.init) }
      #expect(tokens == world.document(index, of: .test, length: 40).tokens)
      #expect(world.vocabulary.tokens(of: line["text"]?.string ?? "") == tokens)
      let truth = try #require(try truths.next()).value
      #expect(truth["id"]?.string == line["id"]?.string && truth["id"]?.string == "test-\(index)")
      #expect(try truth.numbers("entropy") == world.truth(of: tokens, in: .test).entropy)
      for key in ["surprisal", "kind", "familiarity", "ideal_entropy"] {
        #expect(try truth.list(key).count == 40)
      }
    }
    #expect(try lines.next() == nil && truths.next() == nil)
  }

  @Test func textsOfAnotherWorldAreRefused() throws {
    let world = try #require(Self.world)
    var settings = FactsAndCoins.Settings()
    settings.seed = 2
    let other = try FactsAndCoins(settings)
    let tokens = other.document(0, of: .test, length: 200).tokens
    let error = #expect(throws: WorldsError.self) { try world.truth(of: tokens, in: .test) }
    #expect(error?.description.contains("cannot stand there in this world") == true)
    for bad: [Int32] in [[5], [1, -1], [1, 1], [1, 9999]] {
      #expect(throws: WorldsError.self) { try world.distribution(after: bad, in: .test) }
    }
    let bits = try BitQuestions()
    #expect(throws: WorldsError.self) { try bits.distribution(after: [1, 4], in: .test) }
  }
}
