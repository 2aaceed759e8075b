/// The exact reader of a world of facts and coins.
///
/// The words of the grammar, names, attributes and values are all different, so a word tells which
/// slot it filled: the statements of the text are known, and only the way through the grammar is left
/// open, over which `GrammarReader` sums.
struct FactsAndCoinsReader: WorldReader {
  private let world: FactsAndCoins
  private let law: EntityLaw
  private let knowledge: Knowledge
  private var grammar: GrammarReader
  private var position = 0
  /// The subjects of the text's statements, repeats included.
  private var subjects: [Int] = []
  /// The places of the values that the text gave to its facts.
  private var told: [Int: Int] = [:]
  private var topic = PartialTopic()

  /// What is known of the subject of the statement that is being made.
  private struct PartialTopic {
    var head: Int?
    var entity: Int?
    var attribute: Int?
  }

  init(_ world: FactsAndCoins, _ law: EntityLaw, _ knowledge: Knowledge) {
    self.world = world
    self.law = law
    self.knowledge = knowledge
    grammar = GrammarReader(world.grammar)
  }

  var kind: PositionKind {
    guard let subject else { return .syntax }
    return world.isFact(subject) ? .fact : .coin
  }

  var subject: Int? {
    let isValue = position > 0 && grammar.steps.allSatisfy { $0.first == .slot(.value) }
    return isValue ? statedSubject : nil
  }

  private var statedSubject: Int {
    guard let entity = topic.entity, let attribute = topic.attribute else {
      preconditionFailure("a grammar names entity and attribute in front of the value")
    }
    return world.subject(entity: entity, attribute: attribute)
  }

  func addProbabilities(to probabilities: inout [Double]) {
    guard position > 0 else {
      probabilities[Int(WordVocabulary.beginning)] += 1
      return
    }
    var slots: [Grammar.Slot: Double] = [:]
    for step in grammar.steps {
      switch step.first {
      case .word(let place): probabilities[Int(world.layout.word(place))] += step.probability
      case .slot(let slot): slots[slot, default: 0] += step.probability
      case .rule: break
      }
    }
    for (slot, weight) in slots {
      let (first, filling) = fillings(of: slot)
      for (place, probability) in filling.enumerated() {
        probabilities[Int(first) + place] += weight * probability
      }
    }
  }

  mutating func read(_ token: Int32) throws(WorldsError) {
    if position == 0 {
      guard token == WordVocabulary.beginning else {
        throw .impossibleToken(token, position: position)
      }
      position = 1
      return
    }
    guard let symbol = world.layout.symbol(of: token), grammar.probability(of: symbol) > 0 else {
      throw .impossibleToken(token, position: position)
    }
    if case .slot(let slot) = symbol {
      let (first, filling) = fillings(of: slot)
      let place = Int(token - first)
      guard filling.indices.contains(place), filling[place] > 0 else {
        throw .impossibleToken(token, position: position)
      }
      note(token, in: slot)
    }
    grammar.take(symbol)
    position += 1
  }

  private mutating func note(_ token: Int32, in slot: Grammar.Slot) {
    switch slot {
    case .nameHead: topic.head = Int(token - world.layout.head(0))
    case .nameTail:
      let tail = Int(token - world.layout.tail(0))
      let candidates = topic.head.map { world.entitiesOfHead[$0] } ?? []
      topic.entity = candidates.first { world.tails[$0] == tail }
    case .attribute: topic.attribute = Int(token - world.layout.attribute(0))
    case .value:
      let subject = statedSubject
      if world.isFact(subject) {
        told[subject] = Int(token - world.layout.value(0, of: subject % world.settings.attributes))
      }
      subjects.append(subject)
      topic = PartialTopic()
    }
  }
}

extension FactsAndCoinsReader {
  /// The distribution of what fills a slot, over the ids from `first` on.
  private func fillings(of slot: Grammar.Slot) -> (first: Int32, probabilities: [Double]) {
    switch slot {
    case .value:
      let subject = statedSubject
      let first = world.layout.value(0, of: subject % world.settings.attributes)
      return (first, valueProbabilities(subject))
    case .nameHead: return (world.layout.head(0), topicProbabilities(.nameHead))
    case .nameTail: return (world.layout.tail(0), topicProbabilities(.nameTail))
    case .attribute: return (world.layout.attribute(0), topicProbabilities(.attribute))
    }
  }

  private func valueProbabilities(_ subject: Int) -> [Double] {
    guard world.isFact(subject) else { return world.valueLaw.probabilities }
    let known = knowledge.includes(subject) ? world.valuePlace(ofFact: subject) : told[subject]
    guard let known else { return world.valueLaw.probabilities }
    var certain = [Double](repeating: 0, count: world.settings.values)
    certain[known] = 1
    return certain
  }

  /// P(part of the subject | the parts that stand in the text, the statements before).
  ///
  /// The subject is one of the earlier ones with the repeat rate, else fresh; both laws are summed
  /// over the subjects that agree with the text and have the part, then normalised.
  private func topicProbabilities(_ part: Grammar.Slot) -> [Double] {
    let repeatRate = subjects.isEmpty ? 0 : world.settings.repeatRate
    let attributes = world.settings.attributes
    var weights: [Double]
    switch part {
    case .nameHead: weights = law.heads
    case .nameTail:
      weights = [Double](repeating: 0, count: world.layout.tails)
      for entity in topic.head.map({ world.entitiesOfHead[$0] }) ?? [] {
        weights[world.tails[entity]] = law.entities.probabilities[entity]
      }
    case .attribute:
      let entity = topic.entity.map { law.entities.probabilities[$0] } ?? 1
      weights = [Double](repeating: entity / Double(attributes), count: attributes)
    case .value: preconditionFailure("a value is no part of a subject")
    }
    // A fresh attribute is an even choice, whatever the entity.
    let fresh =
      (1 - repeatRate)
      * (part != .attribute && topic.attribute != nil
        ? 1 / Double(attributes) : 1)
    for place in weights.indices { weights[place] *= fresh }
    let share = repeatRate / Double(max(subjects.count, 1))
    for subject in subjects {
      let (entity, attribute) = subject.quotientAndRemainder(dividingBy: attributes)
      if let known = topic.attribute, known != attribute { continue }
      if let known = topic.entity, known != entity { continue }
      if let known = topic.head, known != world.heads[entity] { continue }
      switch part {
      case .nameHead: weights[world.heads[entity]] += share
      case .nameTail: weights[world.tails[entity]] += share
      default: weights[attribute] += share
      }
    }
    let total = weights.reduce(0, +)
    return total > 0 ? weights.map { $0 / total } : weights
  }
}
