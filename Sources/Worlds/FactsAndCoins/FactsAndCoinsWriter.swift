import Statistics

/// Draws one text of a world of facts and coins.
struct FactsAndCoinsWriter {
  private let world: FactsAndCoins
  private let law: EntityLaw
  private var random: RandomGenerator
  private var sampler: GrammarSampler
  private var result = WorldDocument(tokens: [WordVocabulary.beginning], subjects: [])
  /// What the statement that is being made speaks of.
  private var topic: (entity: Int, attribute: Int)?

  init(_ world: FactsAndCoins, _ law: EntityLaw, _ random: RandomGenerator) {
    self.world = world
    self.law = law
    self.random = random
    sampler = GrammarSampler(world.grammar)
  }

  mutating func document(length: Int) -> WorldDocument {
    result.tokens.reserveCapacity(length)
    while result.tokens.count < length {
      let token =
        switch sampler.next(&random) {
        case .slot(let slot): fill(slot)
        case .word(let place): world.layout.word(place)
        case .rule: preconditionFailure("a sampler gives words and slots only")
        }
      result.tokens.append(token)
    }
    return result
  }

  private mutating func fill(_ slot: Grammar.Slot) -> Int32 {
    let topic = topic ?? drawTopic()
    self.topic = topic
    switch slot {
    case .nameHead: return world.layout.head(world.heads[topic.entity])
    case .nameTail: return world.layout.tail(world.tails[topic.entity])
    case .attribute: return world.layout.attribute(topic.attribute)
    case .value:
      let subject = world.subject(entity: topic.entity, attribute: topic.attribute)
      let isFact = world.isFact(subject)
      let place = isFact ? world.valuePlace(ofFact: subject) : world.valueLaw.draw(&random)
      result.subjects.append(subject)
      self.topic = nil
      return world.layout.value(place, of: topic.attribute)
    }
  }

  private mutating func drawTopic() -> (entity: Int, attribute: Int) {
    if !result.subjects.isEmpty, random.uniform() < world.settings.repeatRate {
      let subject = result.subjects[random.integer(below: result.subjects.count)]
      let (entity, attribute) = subject.quotientAndRemainder(
        dividingBy: world.settings.attributes)
      return (entity, attribute)
    }
    return (law.entities.draw(&random), random.integer(below: world.settings.attributes))
  }
}
