/// A weighted context-free grammar over words and slots, read from its text.
///
/// One rule a line, `name -> weight symbol symbol ... | weight ...`; the first rule is a whole
/// sentence, which is repeated for ever. `<name>` is another rule, `{entity}`, `{attribute}` and
/// `{value}` are slots that a statement fills, anything else is a word. Rules may call themselves,
/// but not as their first symbol, and no alternative is empty: then the weighted top-down reader in
/// `GrammarReader` is exact.
struct Grammar: Sendable {
  /// What a statement fills in.
  enum Slot: Sendable, Hashable {
    /// The two words of an entity's name.
    case nameHead, nameTail
    case attribute
    case value
  }

  enum Symbol: Sendable, Hashable {
    /// A word, by its place in `words`.
    case word(Int)
    case slot(Slot)
    /// A rule, by its place.
    case rule(Int)
  }

  /// One way on from a rule to its first word or slot, with what is left to say after it.
  struct Expansion: Sendable {
    let probability: Double
    /// Never a rule.
    let first: Symbol
    let rest: [Symbol]
  }

  struct Rule: Sendable {
    let name: String
    let alternatives: [[Symbol]]
    let weights: Categorical
  }

  /// The words of all rules, each once, in the order of the text.
  let words: [String]
  let rules: [Rule]
  /// Of each rule, every leftmost derivation down to a word or slot.
  let expansions: [[Expansion]]

  /// Reads a grammar; throws ``WorldsError/badGrammar(_:)`` naming the line or rule.
  init(_ text: String) throws(WorldsError) {
    var parser = GrammarParser(text)
    let rules = try parser.rules()
    self.rules = rules
    words = parser.words
    var expansions: [[Expansion]] = []
    for place in rules.indices {
      var open: Set<Int> = []
      expansions.append(try Self.expansions(of: place, rules, &open))
    }
    self.expansions = expansions
  }

  private static func expansions(
    of place: Int, _ rules: [Rule], _ open: inout Set<Int>
  ) throws(WorldsError) -> [Expansion] {
    guard open.insert(place).inserted else {
      throw .badGrammar(
        "The rule \"\(rules[place].name)\" can begin with itself, so no text of it ever starts.")
    }
    defer { open.remove(place) }
    var result: [Expansion] = []
    for (symbols, weight) in zip(rules[place].alternatives, rules[place].weights.probabilities) {
      let rest = Array(symbols.dropFirst())
      guard case .rule(let next) = symbols[0] else {
        result.append(Expansion(probability: weight, first: symbols[0], rest: rest))
        continue
      }
      for inner in try expansions(of: next, rules, &open) {
        result.append(
          Expansion(
            probability: weight * inner.probability, first: inner.first, rest: inner.rest + rest))
      }
    }
    return result
  }
}

/// The text of a grammar on its way to rules.
private struct GrammarParser {
  private let lines: [(name: String, body: String)]
  private let malformed: String?
  private(set) var words: [String] = []
  private var places: [String: Int] = [:]

  init(_ text: String) {
    var lines: [(name: String, body: String)] = []
    var malformed: String?
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count > 0 else { continue }
      if parts.count == 3, parts[1] == "->" {
        lines.append((String(parts[0]), String(parts[2])))
      } else {
        malformed = malformed ?? String(line)
      }
    }
    self.lines = lines
    self.malformed = malformed
  }

  mutating func rules() throws(WorldsError) -> [Grammar.Rule] {
    if let malformed {
      throw .badGrammar(
        "A line of a grammar reads \"name -> weight symbols\", not \"\(malformed)\".")
    }
    guard !lines.isEmpty else { throw .badGrammar("The grammar has no rules.") }
    for (place, line) in lines.enumerated() {
      guard places.updateValue(place, forKey: line.name) == nil else {
        throw .badGrammar("The grammar has the rule \"\(line.name)\" twice.")
      }
    }
    var rules: [Grammar.Rule] = []
    for line in lines { rules.append(try rule(line.name, line.body)) }
    return rules
  }

  private mutating func rule(
    _ name: String, _ body: String
  ) throws(WorldsError) -> Grammar.Rule {
    var alternatives: [[Grammar.Symbol]] = []
    var weights: [Double] = []
    for alternative in body.split(separator: "|", omittingEmptySubsequences: false) {
      let parts = alternative.split(separator: " ")
      guard parts.count > 1, let weight = Double(parts[0]), weight > 0, weight.isFinite else {
        throw .badGrammar(
          "An alternative of the rule \"\(name)\" is not a positive weight and at least one symbol."
        )
      }
      weights.append(weight)
      var symbols: [Grammar.Symbol] = []
      for part in parts.dropFirst() { symbols += try read(String(part), in: name) }
      alternatives.append(symbols)
    }
    return Grammar.Rule(
      name: name, alternatives: alternatives, weights: Categorical(weights: weights))
  }

  private mutating func read(
    _ text: String, in rule: String
  ) throws(WorldsError) -> [Grammar.Symbol] {
    switch text {
    case "{entity}": return [.slot(.nameHead), .slot(.nameTail)]
    case "{attribute}": return [.slot(.attribute)]
    case "{value}": return [.slot(.value)]
    default: break
    }
    if text.hasPrefix("<"), text.hasSuffix(">") {
      guard let place = places[String(text.dropFirst().dropLast())] else {
        throw .badGrammar("The rule \"\(rule)\" calls \(text), which the grammar lacks.")
      }
      return [.rule(place)]
    }
    if let place = words.firstIndex(of: text) { return [.word(place)] }
    words.append(text)
    return [.word(words.count - 1)]
  }
}
