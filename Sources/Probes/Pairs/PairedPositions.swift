import Embeddings
public import Worlds

/// Where the second entropy of a position comes from.
public enum ReferenceSource: String, Sendable, CaseIterable {
  /// A larger model: a proxy for what can be known.
  case model
  /// The exact distribution of a made-up world.
  case truth
}

/// Positions of a small model's store, each with the entropy of a reference that knows more: a larger
/// model, or the truth. Everything that labels are made from, a column each.
public struct PairedPositions: Sendable, Equatable {
  /// What the reference is.
  public let source: ReferenceSource
  /// How positions found each other, and how many did.
  public internal(set) var alignment: PairAlignment
  /// Ids of all documents; the group of a position is its document.
  public let documentIDs: [String]
  /// Tokens of each document in the small store.
  public let documentLengths: [Int]
  /// Row of each position in the small store, rising.
  public internal(set) var rows: [Int32] = []
  /// Index of its document.
  public internal(set) var document: [Int32] = []
  /// Its place in the document; the distribution is the one after tokens 0...position.
  public internal(set) var position: [Int32] = []
  /// The token read last, whose id the paper balances.
  public internal(set) var token: [Int32] = []
  /// Entropy of the small model's next-token distribution, nats.
  public internal(set) var smallEntropy: [Float] = []
  /// Entropy of the reference's, nats.
  public internal(set) var largeEntropy: [Float] = []
  /// Jensen-Shannon divergence of the two, nats; nil unless it was computed.
  public var divergence: [Float]?
  /// What a world says of the positions; nil without one.
  public internal(set) var truth: PositionTruth?

  /// The number of positions.
  public var count: Int { rows.count }

  init(source: ReferenceSource, alignment: PairAlignment, small: PairSide) {
    self.source = source
    self.alignment = alignment
    documentIDs = small.documents.map(\.id)
    documentLengths = small.documents.map(\.tokens)
  }

  /// Takes row `row` of the small store with a reference entropy.
  mutating func append(_ row: Int, of small: StoredPositions, reference entropy: Float) {
    rows.append(Int32(row))
    document.append(small.document[row])
    position.append(small.position[row])
    token.append(small.token[row])
    smallEntropy.append(small.entropy[row])
    largeEntropy.append(entropy)
  }
}

/// What a world says of positions.
public struct PositionTruth: Sendable, Equatable {
  /// What the next token is; empty when the file does not say.
  public internal(set) var kind: [PositionKind] = []
  /// The small model's loss on the token that came minus that of the exact distribution, nats: one
  /// draw each of the epistemic part KL(p || q) of its cross-entropy, right on average. The aleatoric
  /// part is the exact entropy. NaN at a document's last position; empty when the file does not say.
  public internal(set) var excessLoss: [Float] = []
}

/// How positions of two sides found each other, and how many did.
public struct PairAlignment: Sendable, Equatable {
  /// The rule that matched them.
  public enum Rule: String, Sendable, CaseIterable {
    /// Equal token ids at equal positions: one tokenizer.
    case tokens
    /// Both tokenisations end a token at the same byte of the text.
    case bytes
    /// A truth file with one entry a position.
    case truth
  }

  /// The rule.
  public let rule: Rule
  /// Positions of the small side.
  public let smallPositions: Int
  /// Positions of the reference.
  public let largePositions: Int
  /// Positions that were paired.
  public internal(set) var paired: Int

  /// The share of the small side's positions that survived.
  public var survivingShare: Double {
    smallPositions == 0 ? .nan : Double(paired) / Double(smallPositions)
  }
}
