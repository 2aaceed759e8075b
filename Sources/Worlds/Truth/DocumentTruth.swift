import Foundation
import Statistics
public import TextFiles

/// What is true at each position of a document: position i is about the token after tokens 0...i.
public struct DocumentTruth: Sendable, Equatable {
  /// Entropy of the exact next-token distribution in nats; the aleatoric uncertainty for a reader who
  /// knows everything.
  public var entropy: [Double]
  /// -log of the exact probability of the token that did come, in nats; NaN at the last position.
  ///
  /// A model's -log-probability minus this is, on average, the epistemic part of its cross-entropy.
  public var surprisal: [Double]
  /// What the next token is.
  public var kind: [PositionKind]
  /// The subject whose value comes next; nil at syntax.
  public var subject: [Int?]

  /// The number of positions.
  public var count: Int { entropy.count }
}

extension World {
  /// Reads a document of this world and tells the truth at each position.
  ///
  /// With less `knowledge` than everything, `entropy` is what an ideal reader of that knowledge feels:
  /// aleatoric plus its own epistemic uncertainty. Throws for a text of another world or stream.
  /// Cost: O(tokens x (vocabulary + entities)), about 10 microseconds a token.
  public func truth(
    of tokens: [Int32], in stream: WorldStream, knowing knowledge: Knowledge = .everything
  ) throws(WorldsError) -> DocumentTruth {
    var truth = DocumentTruth(entropy: [], surprisal: [], kind: [], subject: [])
    try forEachPosition(of: tokens, in: stream, knowing: knowledge) { position, next in
      truth.entropy.append(Statistics.entropy(next.probabilities))
      truth.kind.append(next.kind)
      truth.subject.append(next.subject)
      let isLast = position + 1 == tokens.count
      let probability = isLast ? .nan : next.probabilities[Int(tokens[position + 1])]
      truth.surprisal.append(-log(probability))
    }
    return truth
  }

  /// Walks along a document: calls `body` for each position with what may come next.
  public func forEachPosition(
    of tokens: [Int32], in stream: WorldStream, knowing knowledge: Knowledge = .everything,
    _ body: (Int, NextToken) -> Void
  ) throws(WorldsError) {
    var reader = reader(of: stream, knowing: knowledge)
    for (position, token) in tokens.enumerated() {
      try reader.read(token)
      var probabilities = [Double](repeating: 0, count: vocabulary.count)
      reader.addProbabilities(to: &probabilities)
      let next = NextToken(
        probabilities: probabilities, kind: reader.kind, subject: reader.subject)
      body(position, next)
    }
  }
}

/// What may come next in a text.
public struct NextToken: Sendable {
  /// The exact distribution [vocabulary].
  public let probabilities: [Double]
  /// What the next token is.
  public let kind: PositionKind
  /// The subject whose value it is; nil at syntax.
  public let subject: Int?
}

extension DocumentTruth {
  /// One line of a truth file: `id`, and per position `entropy`, `surprisal`, `kind`, `familiarity`
  /// (null where no value comes next), and `ideal_entropy` when an ideal learner's truth is given.
  public func json(
    id: String, familiarity: Familiarity? = nil, ideal: DocumentTruth? = nil
  ) -> JSONValue {
    var object = JSONObject([
      ("id", .string(id)),
      ("entropy", .array(entropy.map { .number($0) })),
      ("surprisal", .array(surprisal.map { .number($0) })),
      ("kind", .array(kind.map { .string($0.rawValue) })),
    ])
    if let familiarity {
      object["familiarity"] = .array(
        subject.map { $0.map { .integer(Int64(familiarity.counts[$0])) } ?? .null })
    }
    if let ideal { object["ideal_entropy"] = .array(ideal.entropy.map { .number($0) }) }
    return .object(object)
  }
}
