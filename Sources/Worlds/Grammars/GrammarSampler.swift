import Statistics

/// Draws the words and slots of a text from a grammar, one after the other, for ever.
struct GrammarSampler {
  private let grammar: Grammar
  private var stack: [Grammar.Symbol] = []

  init(_ grammar: Grammar) { self.grammar = grammar }

  /// The next word or slot.
  mutating func next(_ random: inout RandomGenerator) -> Grammar.Symbol {
    while true {
      let top = stack.popLast() ?? .rule(0)
      guard case .rule(let place) = top else { return top }
      let rule = grammar.rules[place]
      stack.append(contentsOf: rule.alternatives[rule.weights.draw(&random)].reversed())
    }
  }
}
