import Embeddings
import TextFiles

/// A token of a scored text with what the model thought before it saw it.
struct ScoredToken {
  let id: Int32
  let piece: String
  /// Log-probability given the tokens before it, nats; nil for the first token.
  let logProbability: Double?
  /// Entropy of the prediction, nats; nil for the first token.
  let entropy: Double?
  /// Tokens that were more likely; nil for the first token.
  let rank: Int?
  /// The most likely tokens and their log-probabilities.
  let alternatives: [(piece: String, logProbability: Float)]

  /// Row i - 1 of a text holds the prediction of token i.
  static func list(_ rows: ScoredRows, piece: (Int32) -> String) -> [ScoredToken] {
    (0..<rows.count).map { index in
      let before = index - 1
      guard before >= 0 else {
        return ScoredToken(
          id: rows.token[0], piece: piece(rows.token[0]), logProbability: nil, entropy: nil,
          rank: nil, alternatives: [])
      }
      let top = before * rows.topK..<index * rows.topK
      return ScoredToken(
        id: rows.token[index], piece: piece(rows.token[index]),
        logProbability: Double(rows.logProbability[before]), entropy: Double(rows.entropy[before]),
        rank: Int(rows.rank[before]),
        alternatives: top.map { (piece(rows.topTokens[$0]), rows.topLogProbabilities[$0]) })
    }
  }

  /// A piece with its white space made visible.
  static func visible(_ piece: String) -> String {
    let marks: [Character: String] = [" ": "·", "\n": "↵", "\t": "⇥", "\r\n": "↵"]
    return piece.map { marks[$0] ?? String($0) }.joined()
  }

  /// The piece on a red ground that deepens with its surprise; 10 nats and more are deepest.
  var coloured: String {
    let surprise = min(1, -(logProbability ?? 0) / 10)
    let pale = Int(255 - 155 * surprise)
    return "\u{1B}[38;2;20;20;20m\u{1B}[48;2;255;\(pale);\(pale)m\(piece)\u{1B}[0m"
  }

  var json: JSONValue {
    [
      "id": .integer(Int64(id)),
      "piece": .string(piece),
      "log_probability": logProbability.map(JSONValue.number) ?? .null,
      "entropy": entropy.map(JSONValue.number) ?? .null,
      "rank": rank.map { .integer(Int64($0)) } ?? .null,
      "alternatives": .array(
        alternatives.map {
          ["piece": .string($0.piece), "log_probability": .number(Double($0.logProbability))]
        }),
    ]
  }
}
