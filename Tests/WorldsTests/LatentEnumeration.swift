import Testing

@testable import Worlds

/// The next-token distribution of a world of facts and coins by brute force: every latent choice of
/// the generating process is followed on its own, nothing is merged or summed beforehand. Written
/// from the description of the world, as an oracle for `FactsAndCoinsReader`.
struct LatentEnumeration {
  private struct Path {
    var weight: Double
    var stack: [Grammar.Symbol] = []
    var topic: Int?
    var subjects: [Int] = []
  }

  private let world: FactsAndCoins
  private let law: EntityLaw
  private var paths = [Path(weight: 1)]

  /// In front of the first word; the beginning-of-text token is taken for granted.
  init(_ world: FactsAndCoins, _ stream: WorldStream) {
    self.world = world
    law = EntityLaw(world, stream)
  }

  /// Every path with one more token, and that token.
  private func extensions() -> [(token: Int32, path: Path)] {
    var result: [(Int32, Path)] = []
    for path in paths { extend(path, into: &result) }
    return result
  }

  private func extend(_ path: Path, into result: inout [(Int32, Path)]) {
    var path = path
    switch path.stack.popLast() ?? .rule(0) {
    case .word(let place): result.append((world.layout.word(place), path))
    case .rule(let place):
      let rule = world.grammar.rules[place]
      for (symbols, weight) in zip(rule.alternatives, rule.weights.probabilities) {
        var next = path
        next.weight *= weight
        next.stack += symbols.reversed()
        extend(next, into: &result)
      }
    case .slot(let slot):
      guard let topic = path.topic else {
        for (topic, weight) in topics(path.subjects) where weight > 0 {
          var next = path
          next.weight *= weight
          next.topic = topic
          fill(slot, topic, next, into: &result)
        }
        return
      }
      fill(slot, topic, path, into: &result)
    }
  }

  /// All subjects with their probability.
  private func topics(_ earlier: [Int]) -> [(Int, Double)] {
    let attributes = world.settings.attributes
    let repeats = earlier.isEmpty ? 0 : world.settings.repeatRate
    return (0..<world.subjectCount).map { subject in
      let fresh = law.entities.probabilities[subject / attributes] / Double(attributes)
      let share = Double(earlier.count { $0 == subject }) / Double(max(earlier.count, 1))
      return (subject, (1 - repeats) * fresh + repeats * share)
    }
  }

  private func fill(
    _ slot: Grammar.Slot, _ topic: Int, _ path: Path, into result: inout [(Int32, Path)]
  ) {
    let (entity, attribute) = topic.quotientAndRemainder(dividingBy: world.settings.attributes)
    switch slot {
    case .nameHead: result.append((world.layout.head(world.heads[entity]), path))
    case .nameTail: result.append((world.layout.tail(world.tails[entity]), path))
    case .attribute: result.append((world.layout.attribute(attribute), path))
    case .value:
      var next = path
      next.topic = nil
      next.subjects.append(topic)
      if world.isFact(topic) { return result.append((world.value(ofFact: topic), next)) }
      for (place, probability) in world.valueLaw.probabilities.enumerated() {
        var drawn = next
        drawn.weight *= probability
        result.append((world.layout.value(place, of: attribute), drawn))
      }
    }
  }

  /// The exact distribution of the next token.
  func distribution() -> [Double] {
    var weights = [Double](repeating: 0, count: world.vocabulary.count)
    for (token, path) in extensions() { weights[Int(token)] += path.weight }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// Keeps the paths that go on with this token.
  mutating func read(_ token: Int32) {
    paths = extensions().filter { $0.token == token }.map(\.path)
    let total = paths.reduce(0) { $0 + $1.weight }
    for place in paths.indices { paths[place].weight /= total }
  }
}
