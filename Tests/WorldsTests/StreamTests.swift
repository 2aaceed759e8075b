import Foundation
import Statistics
import TestSupport
import Testing

@testable import Worlds

/// What streams draw: how often, from whom, and always the same.
@Suite struct StreamTests {
  @Test func aDocumentDependsOnSeedStreamAndNumberAlone() throws {
    let (world, again) = (try FactsAndCoins(), try FactsAndCoins())
    let late = world.document(7, of: .test, length: 100)
    _ = again.document(3, of: .test, length: 50)
    #expect(again.document(7, of: .test, length: 100) == late)
    #expect(world.document(7, of: .test, length: 60).tokens == Array(late.tokens.prefix(60)))
    #expect(world.document(8, of: .test, length: 100) != late)
    #expect(world.document(7, of: WorldStream("other", evenShare: 0.5), length: 100) != late)
    #expect(late.tokens[0] == WordVocabulary.beginning)
    #expect(world.document(0, of: .test, length: 1).tokens == [WordVocabulary.beginning])
  }

  @Test func textReadsAsProse() throws {
    let world = try FactsAndCoins()
    let text = world.vocabulary.text(of: world.document(0, of: .training, length: 30).tokens)
    #expect(text.contains(" . ") && !text.contains("<"))
    #expect(
      world.vocabulary.tokens(of: "The nonsense .") == world.vocabulary.tokens(of: "The") + [
        0, world.vocabulary.id(of: ".") ?? -1,
      ])
  }

  /// Fresh entities follow Zipf's law; held-out ones never occur in training, and do in tests.
  @Test func entitiesFollowTheirLaw() throws {
    var settings = FactsAndCoins.Settings()
    settings.repeatRate = 0
    (settings.mentioned, settings.heldOut) = (60, 20)
    let world = try FactsAndCoins(settings)
    let counts = Familiarity(of: world, documents: 2000, length: 256).counts
    let entities = stride(from: 0, to: counts.count, by: 4).map { counts[$0..<$0 + 4].reduce(0, +) }
    let total = Double(entities.reduce(0, +))
    let harmonic = (1...60).reduce(0.0) { $0 + 1 / Double($1) }
    for (place, count) in entities.enumerated() {
      let expected = place < 60 ? total / (Double(place + 1) * harmonic) : 0
      #expect(abs(Double(count) - expected) <= 5 * expected.squareRoot())
      #expect(world.isHeldOut(entity: place) == (place >= 60))
    }
    // Six octaves (1, 2-3, 4-7, 8-15, 16-31, 32-60) and the held-out ones share half of a test.
    let tested = Familiarity(of: world, in: .test, documents: 400, length: 256).counts
    let heldOut = Double(tested.suffix(20 * 4).reduce(0, +)) / Double(tested.reduce(0, +))
    #expect(abs(heldOut - 0.5 / 7) < 0.02)
  }

  /// With names for a million subjects a repeated one is a repeat.
  @Test func statementsRepeatAtTheirRate() throws {
    var settings = FactsAndCoins.Settings()
    settings.mentioned = 7000
    settings.zipfExponent = 0
    settings.repeatRate = 0.3
    let world = try FactsAndCoins(settings)
    var (repeats, statements) = (0, 0)
    for index in 0..<400 {
      var seen: Set<Int> = []
      for (place, subject) in world.document(index, of: .training, length: 256).subjects
        .enumerated()
      {
        let isNew = seen.insert(subject).inserted
        if place > 0 { (repeats, statements) = (repeats + (isNew ? 0 : 1), statements + 1) }
      }
    }
    let rate = Double(repeats) / Double(statements)
    let error = (0.3 * 0.7 / Double(statements)).squareRoot()
    #expect(abs(rate - 0.3) < 5 * error + 0.003)
  }

  @Test func foldsShareNoEntity() throws {
    let world = try FactsAndCoins()
    let streams = (0..<2).map { WorldStream("part", evenShare: 0.5, fold: .init($0, of: 2)) }
    let entities = streams.map { stream in
      Set((0..<50).flatMap { world.document($0, of: stream, length: 256).subjects.map { $0 / 4 } })
    }
    #expect(entities[0].isDisjoint(with: entities[1]))
    for fold in entities {
      #expect(fold.contains { world.isHeldOut(entity: $0) } && fold.count > 100)
    }
  }

  @Test func bitQuestionsAreItems() throws {
    var settings = BitQuestions.Settings()
    settings.questionBits = 6
    settings.heldOut = 16
    let world = try BitQuestions(settings)
    let heldOut = Set(world.heldOut)
    var answers: [Int: Set<Int32>] = [:]
    var (repeats, lookups) = (0.0, 0.0)
    for index in 0..<300 {
      let document = world.document(index, of: .training, length: 1 + 15 * 9)
      #expect(document.tokens.count == 136 && document.subjects.count == 15)
      var seen: Set<Int> = []
      for (item, subject) in document.subjects.enumerated() {
        let tokens = Array(document.tokens[(1 + 9 * item)..<(10 + 9 * item)])
        #expect(tokens[8] == 4 && (tokens[0] == 3) == (subject >= 64))
        let question = tokens[1..<7].reduce(0) { $0 << 1 | (Int($1) - 2) }
        #expect(question == subject % 64 && !heldOut.contains(question))
        answers[subject, default: []].insert(tokens[7])
        guard subject < 64 else { continue }
        let isNew = seen.insert(subject).inserted
        if seen.count > 1 || !isNew {
          lookups += 1
          if !isNew { repeats += 1 }
        }
      }
    }
    for question in 0..<64 where !heldOut.contains(question) {
      #expect(answers[question] == [2 + Int32(world.answer(to: question))])
      #expect(answers[question + 64] == [2, 3])
    }
    // A fresh question is an earlier one by chance now and then.
    #expect(repeats / lookups > 0.79 && repeats / lookups < 0.84)
    let tested = Familiarity(of: world, in: .test, documents: 50, length: 136).counts
    #expect(heldOut.contains { tested[$0] > 0 })
  }

  @Test func answersOfTheBitWorldAreHalfOnes() throws {
    let world = try BitQuestions()
    #expect(world.heldOut.count == 10_000 && world.itemLength == 21)
    let ones = (0..<4000).reduce(0) { $0 + world.answer(to: $1) }
    #expect(abs(ones - 2000) < 160)
  }

  @Test func bitAnswersAreCertainOrEven() throws {
    let world = try BitQuestions()
    var facts = 0
    for index in 0..<6 {
      let tokens = world.document(index, of: .test, length: 316).tokens
      let exact = try world.truth(of: tokens, in: .test)
      let rules = try world.truth(of: tokens, in: .test, knowing: .rules)
      var told: Set<Int> = []
      for position in exact.entropy.indices {
        switch exact.kind[position] {
        case .fact:
          facts += 1
          #expect(exact.entropy[position] == 0)
          let isNew = told.insert(exact.subject[position] ?? -1).inserted
          #expect(agree(rules.entropy[position], isNew ? log(2) : 0, within: 1e-12))
        case .coin: #expect(agree(exact.entropy[position], log(2), within: 1e-12))
        case .syntax: #expect(exact.entropy[position] <= log(2) + 1e-12)
        }
      }
    }
    #expect(facts > 20)
  }
}
