/// A small language whose next-token probabilities are known exactly.
///
/// A world is made of a seed and its settings and never changes. Its documents are drawn on demand,
/// any number of them; document `index` of a stream depends on the seed, the stream's name and the
/// index alone. What is uncertain about the next token given the world is aleatoric by definition;
/// what a reader's distribution lacks on top of that is epistemic.
public protocol World: Sendable {
  /// The words of the language.
  var vocabulary: WordVocabulary { get }

  /// The number of subjects: the different things a statement can be about, each with a fixed value
  /// (a fact) or a value drawn anew every time (a coin).
  var subjectCount: Int { get }

  /// Draws the first `length` tokens of an endless text, the beginning-of-text token included.
  ///
  /// Cost: O(length); nothing is kept between calls.
  func document(_ index: Int, of stream: WorldStream, length: Int) -> WorldDocument

  /// A reader at the beginning of a text, in front of the beginning-of-text token.
  func reader(of stream: WorldStream, knowing knowledge: Knowledge) -> any WorldReader
}

/// A drawn text.
public struct WorldDocument: Sendable, Equatable {
  /// Token ids, the first one the beginning-of-text token.
  public var tokens: [Int32]
  /// The subjects whose values stand in the text, in order, repeats included.
  public var subjects: [Int]
}

/// What the next token is, as far as the text so far tells.
public enum PositionKind: String, Sendable, CaseIterable {
  /// The value of a subject that has always the same: entropy 0 for who knows it.
  case fact
  /// A value that is drawn anew every time: nobody can know it.
  case coin
  /// Any other word: grammar, and the choice of what to speak of.
  case syntax
}

/// Which of a world's facts a reader knows; every reader knows the rules and all probabilities.
public enum Knowledge: Sendable, Equatable {
  /// All of them: the reader's entropy is the aleatoric uncertainty.
  case everything
  /// None: facts are learnt from the text alone.
  case rules
  /// Those of the marked subjects; for example the ones that occur in a training stream.
  case subjects([Bool])

  /// Whether the fact of a subject is known before any text is read.
  func includes(_ subject: Int) -> Bool {
    switch self {
    case .everything: true
    case .rules: false
    case .subjects(let known): known[subject]
    }
  }
}

/// Reads a text token by token and knows the exact distribution of the next one (Bayes' rule over
/// everything that the text leaves open).
public protocol WorldReader {
  /// What the next token is.
  var kind: PositionKind { get }
  /// The subject whose value comes next; nil unless `kind` is a fact or a coin.
  var subject: Int? { get }

  /// Adds the probability of each next token to `probabilities` [vocabulary].
  func addProbabilities(to probabilities: inout [Double])

  /// Takes the next token; throws ``WorldsError/impossibleToken(_:position:)`` for one of probability 0.
  mutating func read(_ token: Int32) throws(WorldsError)
}

extension World {
  /// The exact distribution of the token after `tokens` (nats are taken of these): [vocabulary],
  /// summing to 1.
  ///
  /// Throws when the text is impossible in this world. Cost: O(tokens); to walk along a text use
  /// ``truth(of:in:knowing:)`` or a reader.
  public func distribution(
    after tokens: [Int32], in stream: WorldStream, knowing knowledge: Knowledge = .everything
  ) throws(WorldsError) -> [Double] {
    var reader = reader(of: stream, knowing: knowledge)
    for token in tokens { try reader.read(token) }
    var probabilities = [Double](repeating: 0, count: vocabulary.count)
    reader.addProbabilities(to: &probabilities)
    return probabilities
  }
}
