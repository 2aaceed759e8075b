import Statistics
import TestSupport
import Testing
import TextFiles

@testable import Worlds

@Suite struct SettingsTests {
  @Test func theLargestWorldHasADifferentWordForEverything() throws {
    for language in FactsAndCoins.Settings.Language.allCases {
      var settings = FactsAndCoins.Settings()
      settings.language = language
      settings.nameHeads = 400
      settings.attributes = 8
      settings.mentioned = 12_800 - settings.heldOut
      let world = try FactsAndCoins(settings)
      #expect(world.vocabulary.count < 2000)
      let names = Set((0..<12_800).map { world.name(ofEntity: $0) })
      #expect(names.count == 12_800)
      #expect(world.vocabulary.words.allSatisfy { !$0.isEmpty && !$0.contains(" ") })
    }
  }

  @Test func attributeAndClassTellTheKindOnlyTogether() throws {
    let world = try FactsAndCoins()
    // Neither the attribute nor the class alone tells facts from coins.
    let entities = world.settings.entities
    for attribute in 0..<4 {
      let facts = (0..<entities).count {
        world.isFact(world.subject(entity: $0, attribute: attribute))
      }
      #expect(facts * 5 > entities * 2 && facts * 5 < entities * 3)
    }
    for entity in 0..<entities {
      #expect((0..<4).count { world.isFact(world.subject(entity: entity, attribute: $0)) } == 2)
    }
  }

  @Test func everyPartOfAHeldOutNameOccursInTraining() throws {
    let world = try FactsAndCoins()
    let entities = 0..<world.settings.entities
    let seen = entities.filter { !world.isHeldOut(entity: $0) }
    let (heads, tails) = (Set(seen.map { world.heads[$0] }), Set(seen.map { world.tails[$0] }))
    for entity in entities {
      #expect(heads.contains(world.heads[entity]) && tails.contains(world.tails[entity]))
    }
  }

  @Test func settingsGoThroughAFile() throws {
    var facts = FactsAndCoins.Settings()
    facts.seed = 77
    facts.language = .prose
    facts.mentioned = 30
    facts.repeatRate = 0.25
    var bits = BitQuestions.Settings()
    bits.questionBits = 4
    bits.heldOut = 3
    for file in [WorldFile.factsAndCoins(facts), .bitQuestions(bits)] {
      let text = file.json.serialized(pretty: true)
      let read = try withFile(text) { try WorldFile(path: $0) }
      #expect(read == file)
      let world = try file.world()
      #expect(world.document(0, of: .training, length: 9).tokens.count == 9)
    }
    #expect(
      try WorldFile(json: ["world": "facts-and-coins"]) == .factsAndCoins(FactsAndCoins.Settings()))
  }

  @Test(arguments: [
    ("{}", "need \"world\""),
    (#"{"world":"moon"}"#, "no world \"moon\""),
    (#"{"world":"facts-and-coins","mentiond":5}"#, "did you mean \"mentioned\"?"),
    (#"{"world":"facts-and-coins","mentioned":"x"}"#, "\"mentioned\" of a world is not a whole"),
    (#"{"world":"facts-and-coins","language":"x"}"#, "is not one of statements, prose"),
    (#"{"world":"facts-and-coins","mentioned":0}"#, "goes from 1 to 7680, not 0"),
    (#"{"world":"facts-and-coins","mentioned":7441}"#, "enough for the names of 7681 entities"),
    (#"{"world":"facts-and-coins","values":17}"#, "from 2 to 16"),
    (#"{"world":"facts-and-coins","repeat_rate":1.5}"#, "from 0 to 1"),
    (#"{"world":"facts-and-coins","held_out":-1}"#, "from 0 to 7679, not -1"),
    (#"{"world":"bit-questions","question_bits":30}"#, "from 1 to 24"),
    (#"{"world":"bit-questions","question_bits":2,"held_out":4}"#, "from 0 to 3"),
  ])
  func whatIsWrongIsSaid(json: String, expected: String) throws {
    let json = try JSONValue.parse(json)
    let error = #expect(throws: WorldsError.self) { _ = try WorldFile(json: json).world() }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("", "no rules"), ("a b", "not \"a b\""), ("a -> 1 x\na -> 1 y", "twice"),
    ("a -> x", "positive weight"), ("a -> 1", "positive weight"), ("a -> 0 x", "positive weight"),
    ("a -> 1 <b>", "calls <b>"), ("a -> 1 x | 1 <b> y\nb -> 1 <a> z", "can begin with itself"),
  ])
  func grammarsThatCannotBeRead(text: String, expected: String) {
    let error = #expect(throws: WorldsError.self) { try Grammar(text) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  /// A recursion in the middle: a^n b^n needs the stack.
  @Test func nestedPhrasesAreReadExactly() throws {
    let grammar = try Grammar("s -> 1 <n> .\nn -> 3 a b | 1 a <n> b")
    var reader = GrammarReader(grammar)
    let (a, b, stop) = (Grammar.Symbol.word(1), Grammar.Symbol.word(2), Grammar.Symbol.word(0))
    for _ in 0..<5 { reader.take(a) }
    #expect(agree(reader.probability(of: a), 0.25) && agree(reader.probability(of: b), 0.75))
    for _ in 0..<5 { reader.take(b) }
    #expect(agree(reader.probability(of: stop), 1) && reader.probability(of: b) == 0)
    reader.take(stop)
    #expect(agree(reader.probability(of: a), 1))
  }

  @Test func drawsFollowTheirWeights() {
    let law = Categorical(weights: [1, 0, 3])
    var random = RandomGenerator(seed: 5)
    var counts = [0, 0, 0]
    for _ in 0..<40_000 { counts[law.draw(&random)] += 1 }
    #expect(counts[1] == 0 && abs(counts[0] - 10_000) < 450)
    #expect(
      Categorical.zipf(3, exponent: 1).probabilities.map { ($0 * 11).rounded() } == [6, 3, 2])
  }
}
