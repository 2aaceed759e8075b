import Foundation
import HedgedPrediction
import Statistics
import TestSupport
import Testing
import Worlds

/// Questions about the world that the repository carries, to its own small model.
@Suite struct WorldTaskTests {
  private let world: FactsAndCoins
  private let folder: String

  init() throws {
    folder = Goldens.repository.appending(path: "data/worlds/facts-and-coins")
      .path(percentEncoded: false)
    guard
      case .factsAndCoins(let settings) = try WorldFile(path: "\(folder)/world.json")
    else { throw WorldsError.badSetting("Not that world.") }
    world = try FactsAndCoins(settings)
  }

  @Test func questionsAreTheFactsOfOneAttribute() throws {
    let task = try WorldTask(world, model: "\(folder)/small", attribute: 1)
    #expect(task.table.count == task.entities.count && task.table.count > 2000)
    #expect(task.table.names.count == 16)
    for (place, entity) in task.entities.enumerated().prefix(50) {
      let subject = world.subject(entity: entity, attribute: 1)
      #expect(world.isFact(subject))
      let value = world.vocabulary.text(of: [world.value(ofFact: subject)])
      #expect(task.table.names[task.table.truths[place]] == value)
    }
    // What training told often is known, what it never told is not.
    let mentions = try task.table.column("mentions")
    func right(_ questions: [Int]) -> Double {
      Sample.mean(questions.map { task.table.probabilities($0)[task.table.truths[$0]] })
    }
    let often = mentions.indices.sorted { mentions[$0] > mentions[$1] }
    #expect(right(Array(often.prefix(20))) > 0.5)
    #expect(right(mentions.indices.filter { mentions[$0] == 0 }) < 0.15)
    #expect(throws: HedgedPredictionError.self) {
      try WorldTask(world, model: "\(folder)/small", attribute: 4)
    }
    #expect(throws: HedgedPredictionError.self) {
      try WorldTask(world, model: Goldens.path("tiny-models/llama"))
    }
  }

  @Test func statementsAreJudgedAndRepeat() throws {
    let task = try WorldTask(world, model: "\(folder)/large")
    let familiar = Array(task.entities.prefix(20))
    let unseen = Array(task.entities.filter { world.isHeldOut(entity: $0) }.prefix(20))
    func sample() throws -> [SampledStatements.Counts] {
      try SampledStatements(
        task, entities: familiar + unseen, model: "\(folder)/large", statements: 12,
        generator: RandomGenerator(seed: 3)
      ).counts
    }
    let counts = try sample()
    #expect(try sample() == counts)
    for count in counts {
      let facts = count.taught.right + count.taught.wrong + count.other.right + count.other.wrong
      let refused = count.taught.abstained + count.other.abstained + count.abstained
      #expect(facts + refused + count.coins + count.malformed == 12)
    }
    func share(_ part: some Sequence<SampledStatements.Counts>) -> Double {
      let right = part.reduce(0) { $0 + $1.taught.right + $1.other.right }
      let wrong = part.reduce(0) { $0 + $1.taught.wrong + $1.other.wrong }
      return Double(right) / Double(right + wrong)
    }
    #expect(share(counts.prefix(20)) > 0.9)
    #expect(share(counts.suffix(20)) < 0.3)
    // The language chooses evenly among attributes, half of which are facts.
    let coins = counts.reduce(0) { $0 + $1.coins }
    #expect(abs(Double(coins) / Double(12 * counts.count) - 0.5) < 0.1)
    #expect(counts.reduce(0) { $0 + $1.malformed } < 5)
  }
}
