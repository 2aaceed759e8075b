/// Every way in which a grammar can have made the words so far, with its probability.
///
/// A weighted top-down reader: a state is what is left to say (a stack of symbols) with the posterior
/// probability of having arrived there. Equal stacks are one state, so the sum over all derivations
/// is exact and the number of states stays small. Stacks are kept as shared lists.
struct GrammarReader {
  /// One way on: a state takes an expansion of its topmost symbol.
  struct Step {
    /// Its probability, given the words so far; slots are not yet filled.
    let probability: Double
    /// A word or slot.
    let first: Grammar.Symbol
    fileprivate let rest: [Grammar.Symbol]
    fileprivate let below: Int
  }

  /// The ways on; their probabilities sum to 1.
  private(set) var steps: [Step] = []

  private let grammar: Grammar
  private var stacks: [(top: Grammar.Symbol, below: Int)] = []
  private var places: [Node: Int] = [:]

  private struct Node: Hashable {
    let top: Grammar.Symbol
    let below: Int
  }

  /// The stack with nothing left to say: a new sentence begins.
  private static let empty = -1

  /// A reader in front of the first sentence.
  init(_ grammar: Grammar) {
    self.grammar = grammar
    setSteps([(Self.empty, 1)])
  }

  /// The probability that a word or slot comes next.
  func probability(of symbol: Grammar.Symbol) -> Double {
    steps.reduce(0) { $1.first == symbol ? $0 + $1.probability : $0 }
  }

  /// Takes the next word or slot; traps for one of probability 0.
  mutating func take(_ symbol: Grammar.Symbol) {
    var states: [(stack: Int, weight: Double)] = []
    let total = probability(of: symbol)
    precondition(total > 0, "a reader takes only what can come next")
    for step in steps where step.first == symbol {
      let weight = step.probability / total
      let stack = pushed(step.rest, on: step.below)
      if let place = states.firstIndex(where: { $0.stack == stack }) {
        states[place].weight += weight
      } else {
        states.append((stack, weight))
      }
    }
    setSteps(states)
  }

  private mutating func setSteps(_ states: [(stack: Int, weight: Double)]) {
    steps.removeAll(keepingCapacity: true)
    for state in states {
      let isEmpty = state.stack == Self.empty
      let top = isEmpty ? .rule(0) : stacks[state.stack].top
      let below = isEmpty ? Self.empty : stacks[state.stack].below
      guard case .rule(let rule) = top else {
        steps.append(Step(probability: state.weight, first: top, rest: [], below: below))
        continue
      }
      for way in grammar.expansions[rule] {
        steps.append(
          Step(
            probability: state.weight * way.probability, first: way.first, rest: way.rest,
            below: below))
      }
    }
  }

  private mutating func pushed(_ symbols: [Grammar.Symbol], on stack: Int) -> Int {
    var stack = stack
    for symbol in symbols.reversed() {
      let node = Node(top: symbol, below: stack)
      if let known = places[node] {
        stack = known
      } else {
        stacks.append((symbol, stack))
        stack = stacks.count - 1
        places[node] = stack
      }
    }
    return stack
  }
}
