import Statistics

/// A world of entities whose attributes are facts (always the same value) or coins (a value drawn
/// anew every time), in sentences such as "The metal of Velmora Abbey is copper .".
///
/// - An entity is a name of two words; its class (building or water) shows in the second. Entities
///   are numbered from the most familiar one (Zipf's law) to held-out ones, which training never
///   mentions.
/// - Attribute a is a fact of class c when a + c is even and a coin otherwise, so neither alone tells.
/// - Values of attribute a follow one law: the k-th in proportion to k^-skew. Facts are drawn from it
///   once, coins every time; for who has not seen an entity, both have the same entropy.
/// - A statement speaks, with `repeatRate`, of a subject of an earlier statement of the same text
///   (each statement equally likely), else of a fresh entity and an even choice of attribute.
///
/// Subject number: entity x attributes + attribute.
public struct FactsAndCoins: World {
  /// What the world was made from.
  public let settings: Settings
  public let vocabulary: WordVocabulary

  let grammar: Grammar
  /// Of each entity, its two words as places in the head and tail words.
  let heads: [Int]
  let tails: [Int]
  /// Entities by the place of their first word.
  let entitiesOfHead: [[Int]]
  /// The law of an attribute's values; one for all.
  let valueLaw: Categorical
  /// How often training speaks of each entity; 0 for held-out ones.
  let trainingLaw: [Double]
  let layout: TokenLayout
  /// Of each subject, the place of its value; of coins too, where it means nothing.
  private let facts: [Int]
  private let random: RandomGenerator

  /// Makes the world; throws ``WorldsError/badSetting(_:)``. Cost: O(entities x attributes).
  public init(_ settings: Settings = Settings()) throws(WorldsError) {
    try settings.check()
    self.settings = settings
    random = RandomGenerator(seed: settings.seed).child("facts and coins")
    grammar = try Grammar(WordLists.grammar(of: settings.language))
    let tailWords = WordLists.tails.joined()
    let headWords = WordLists.nameHeads(settings.nameHeads, random.child("names"))
    layout = TokenLayout(
      heads: headWords.count, tails: tailWords.count, attributes: settings.attributes,
      values: settings.values, words: grammar.words.count)
    vocabulary = try WordVocabulary(
      headWords + tailWords + WordLists.attributes.prefix(settings.attributes).map(\.name)
        + WordLists.attributes.prefix(settings.attributes).flatMap {
          $0.values.prefix(settings.values)
        } + grammar.words)

    var names = random.child("entities")
    let chosen = names.permutation(headWords.count * tailWords.count).prefix(settings.entities)
    heads = chosen.map { $0 / tailWords.count }
    tails = chosen.map { $0 % tailWords.count }
    var entitiesOfHead = [[Int]](repeating: [], count: headWords.count)
    for (entity, head) in heads.enumerated() { entitiesOfHead[head].append(entity) }
    self.entitiesOfHead = entitiesOfHead

    let familiarity = Categorical.zipf(settings.mentioned, exponent: settings.zipfExponent)
    trainingLaw =
      familiarity.probabilities + [Double](repeating: 0, count: settings.heldOut)
    let valueLaw = Categorical.zipf(settings.values, exponent: settings.valueSkew)
    self.valueLaw = valueLaw
    var values = random.child("facts")
    facts = (0..<settings.entities * settings.attributes).map { _ in valueLaw.draw(&values) }
  }

  public var subjectCount: Int { facts.count }

  /// The subject of an entity and an attribute.
  public func subject(entity: Int, attribute: Int) -> Int {
    entity * settings.attributes + attribute
  }

  /// Whether the value of a subject is always the same.
  public func isFact(_ subject: Int) -> Bool {
    let (entity, attribute) = subject.quotientAndRemainder(dividingBy: settings.attributes)
    let isBuilding = tails[entity] < WordLists.tails[0].count
    return (attribute + (isBuilding ? 0 : 1)).isMultiple(of: 2)
  }

  /// Whether training never mentions an entity.
  public func isHeldOut(entity: Int) -> Bool { trainingLaw[entity] == 0 }

  /// The token of the value that a fact always has; traps for a coin.
  public func value(ofFact subject: Int) -> Int32 {
    precondition(isFact(subject), "a coin has no value of its own")
    return layout.value(facts[subject], of: subject % settings.attributes)
  }

  /// The tokens of the values that an attribute can have.
  public func values(ofAttribute attribute: Int) -> [Int32] {
    (0..<settings.values).map { layout.value($0, of: attribute) }
  }

  /// The word for an attribute.
  public func name(ofAttribute attribute: Int) -> String {
    vocabulary.text(of: [layout.attribute(attribute)])
  }

  /// How often training speaks of an entity when it repeats nothing; 0 for held-out ones.
  public func frequency(ofEntity entity: Int) -> Double { trainingLaw[entity] }

  /// The place of a fact's value among its attribute's.
  func valuePlace(ofFact subject: Int) -> Int { facts[subject] }

  /// The two words of an entity's name.
  public func name(ofEntity entity: Int) -> String {
    vocabulary.text(of: [layout.head(heads[entity]), layout.tail(tails[entity])])
  }

  public func reader(
    of stream: WorldStream, knowing knowledge: Knowledge
  ) -> any WorldReader {
    FactsAndCoinsReader(self, EntityLaw(self, stream), knowledge)
  }

  public func document(_ index: Int, of stream: WorldStream, length: Int) -> WorldDocument {
    var writer = FactsAndCoinsWriter(
      self, EntityLaw(self, stream), random.child("stream").child(stream.name).child(index))
    return writer.document(length: length)
  }
}

/// How often a stream speaks of each entity when it does not repeat itself.
struct EntityLaw: Sendable {
  let entities: Categorical
  /// Of each first word of a name, its probability.
  let heads: [Double]

  init(_ world: FactsAndCoins, _ stream: WorldStream) {
    let allowed = world.heads.indices.map { stream.fold?.contains($0) ?? true }
    let training = zip(world.trainingLaw, allowed).map { $1 ? $0 : 0 }
    let mentioned = training.reduce(0, +)
    // A fold without any entity that training mentions speaks of its own evenly.
    let evenShare = mentioned > 0 ? stream.evenShare : 1
    var weights = training.map { mentioned > 0 ? (1 - evenShare) * $0 / mentioned : 0 }
    let parts = world.settings.octaves.map { $0.filter { allowed[$0] } }.filter { !$0.isEmpty }
    for part in parts {
      let share = evenShare / Double(parts.count * part.count)
      for entity in part { weights[entity] += share }
    }
    entities = Categorical(weights: weights)
    var heads = [Double](repeating: 0, count: world.entitiesOfHead.count)
    for (entity, probability) in entities.probabilities.enumerated() {
      heads[world.heads[entity]] += probability
    }
    self.heads = heads
  }
}
