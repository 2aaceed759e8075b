import Finetuning
public import Statistics
import Worlds

/// What a model of a world writes about entities on its own, every statement judged exactly.
///
/// A statement is begun with an entity in one of the language's ways ("Velmora Abbey 's", "In Velmora
/// Abbey the", "As for Velmora Abbey , its") and sampled from there, the choice of what to say of the
/// entity included. The world then tells whether it is a fact, and which value the fact has.
public struct SampledStatements: Sendable {
  /// What became of the statements about one entity; they add up to how many were asked for.
  public struct Counts: Sendable, Equatable {
    /// The fact that finetuning asked for.
    public internal(set) var taught = Judged()
    /// Facts of other attributes, which finetuning never asked for.
    public internal(set) var other = Judged()
    /// Statements about what is drawn anew every time: neither true nor false.
    public internal(set) var coins = 0
    /// Refusals before it was clear what would be said, or in front of a coin.
    public internal(set) var abstained = 0
    /// What no text of the world can hold.
    public internal(set) var malformed = 0
  }

  /// Statements of facts.
  public struct Judged: Sendable, Equatable {
    /// With the right value, with another, and with "I don't know" in its place.
    public internal(set) var right = 0
    public internal(set) var wrong = 0
    public internal(set) var abstained = 0
  }

  /// One entry an entity.
  public let counts: [Counts]

  /// Samples `statements` about each of the entities from the model in `path`.
  ///
  /// Each statement has a stream of random numbers of its own. Costs a pass over about 8 tokens for
  /// every word of every statement.
  public init(
    _ task: WorldTask, entities: [Int], model path: String, statements: Int,
    generator: RandomGenerator
  ) throws {
    let model = try Parameters(path: path)
    var open = try entities.enumerated().flatMap { place, entity in
      try (0..<statements).map {
        try OpenStatement(
          task, entity: entity, place: place, opening: $0,
          random: generator.child(entity).child($0))
      }
    }
    var counts = [Counts](repeating: Counts(), count: entities.count)
    let vocabulary = (0..<Int32(task.world.vocabulary.count)).map { $0 }
    for _ in 0..<OpenStatement.mostWords where !open.isEmpty {
      let given = try NextTokens.logProbabilities(vocabulary, after: open.map(\.tokens), model)
      for index in open.indices {
        open[index].extend(given[index], task, &counts[open[index].place])
      }
      open.removeAll(where: \.isOver)
    }
    for statement in open { counts[statement.place].malformed += 1 }
    self.counts = counts
  }
}

/// A statement that is being written.
private struct OpenStatement {
  let place: Int
  var tokens: [Int32]
  var isOver = false
  private var reader: any WorldReader
  private var random: RandomGenerator

  /// Words after the opening; attribute, verb and value are three.
  static let mostWords = 6

  init(
    _ task: WorldTask, entity: Int, place: Int, opening: Int, random: RandomGenerator
  ) throws {
    let name = task.world.name(ofEntity: entity)
    let openings = ["\(name) 's", "In \(name) the", "As for \(name) , its"]
    tokens = task.world.vocabulary.tokens(of: openings[opening % openings.count])
    // A stream that speaks of held-out entities too.
    reader = task.world.reader(
      of: .test, knowing: .everything)
    for token in tokens { try reader.read(token) }
    (self.place, self.random) = (place, random)
  }

  /// Samples the next word and judges it.
  mutating func extend(
    _ logProbabilities: [Double], _ task: WorldTask, _ counts: inout SampledStatements.Counts
  ) {
    let token = Int32(random.categorical(softmax(logProbabilities)))
    tokens.append(token)
    let isRefusal = token == WorldTask.abstention
    switch (reader.kind, reader.subject) {
    case (.fact, let subject?):
      let attribute = subject % task.world.settings.attributes
      isOver = true
      guard isRefusal || task.world.values(ofAttribute: attribute).contains(token) else {
        counts.malformed += 1
        return
      }
      let isRight = token == task.world.value(ofFact: subject)
      let judged: WritableKeyPath<SampledStatements.Judged, Int> =
        isRefusal ? \.abstained : isRight ? \.right : \.wrong
      if attribute == task.attribute {
        counts.taught[keyPath: judged] += 1
      } else {
        counts.other[keyPath: judged] += 1
      }
    case (.coin, _) where !isRefusal:
      isOver = true
      if (try? reader.read(token)) == nil { counts.malformed += 1 } else { counts.coins += 1 }
    default:
      guard !isRefusal else {
        isOver = true
        counts.abstained += 1
        return
      }
      if (try? reader.read(token)) == nil {
        isOver = true
        counts.malformed += 1
      }
    }
  }
}
