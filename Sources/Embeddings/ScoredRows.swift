public import LanguageModels
public import LinearAlgebra

/// The numbers of the kept positions of some documents, a row a position, in document order.
public struct ScoredRows: Sendable {
  /// Index of the row's document in the scored list.
  public internal(set) var document: [Int32]
  /// Position in the document; the row is the distribution after tokens 0...position.
  public internal(set) var position: [Int32]
  /// The token at that position.
  public internal(set) var token: [Int32]
  /// Bytes of the document's UTF-8 text up to the end of that token; -1 for documents given as ids.
  public internal(set) var endByte: [Int32]
  /// Entropy of the next-token distribution over the whole vocabulary, nats.
  public internal(set) var entropy: [Float]
  /// Log-probability of the actual next token, nats; NaN at a document's last position.
  public internal(set) var logProbability: [Float]
  /// How many tokens are more likely than the actual next one; -1 at a document's last position.
  public internal(set) var rank: [Int32]
  /// The most likely next tokens, rows × k.
  public internal(set) var topTokens: [Int32]
  /// Their log-probabilities, nats, rows × k.
  public internal(set) var topLogProbabilities: [Float]
  /// Hidden states, rows × width, in the order of the policy's taps.
  public internal(set) var taps: [(tap: Tap, values: Matrix<Float>)]
  /// Number of top tokens a row.
  public let topK: Int

  /// Number of rows.
  public var count: Int { token.count }

  init(rows: Int, policy: ScoringPolicy, topK: Int, width: Int) {
    let scored = policy.statistics ? rows : 0
    document = Array(repeating: 0, count: rows)
    position = Array(repeating: 0, count: rows)
    token = Array(repeating: 0, count: rows)
    endByte = Array(repeating: -1, count: rows)
    entropy = Array(repeating: .nan, count: scored)
    logProbability = Array(repeating: .nan, count: scored)
    rank = Array(repeating: -1, count: scored)
    topTokens = Array(repeating: 0, count: scored * topK)
    topLogProbabilities = Array(repeating: .nan, count: scored * topK)
    taps = policy.taps.map { ($0, Matrix(rows: rows, columns: width)) }
    self.topK = topK
  }
}
