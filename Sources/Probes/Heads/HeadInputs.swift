public import Embeddings
public import LanguageModels
import LinearAlgebra

/// What a head reads of a position, one after the other.
public enum HeadInput: Sendable, Equatable {
  /// A tap that the store holds.
  case tap(String)
  /// The entropy of the next-token distribution, nats.
  case entropy
  /// What enters the first block for the most likely next token.
  case topTokenEmbedding
  /// Logits of the next token.
  case logits
  /// Probabilities of the next token.
  case probabilities

  /// The input's name in files and messages.
  public var name: String {
    switch self {
    case .tap(let tap): tap
    case .entropy: "entropy"
    case .topTokenEmbedding: "top_token_embedding"
    case .logits: "logits"
    case .probabilities: "probabilities"
    }
  }
}

/// Puts the features of a head together from a store, and where needed its model.
public struct HeadInputs: Sendable, Equatable {
  /// In the order of the columns.
  public let inputs: [HeadInput]

  /// Traps without inputs.
  public init(_ inputs: [HeadInput]) {
    precondition(!inputs.isEmpty, "a head reads something")
    self.inputs = inputs
  }

  /// All names joined by "+"; the tap's own name for a single tap.
  public var name: String { inputs.map(\.name).joined(separator: "+") }

  /// Features of some rows of a store that keeps all positions, in rising order.
  ///
  /// Logits, probabilities and the most likely token are computed from the stored `final_norm`.
  /// - Throws: ``ProbesError/badOption(_:)`` when the model is needed and not given, or when the
  ///   store lacks a tap (`EmbeddingsError`).
  public func features(
    of store: EmbeddingStore, rows: [Int], model: LanguageModel? = nil
  ) throws -> LayerFeatures {
    let parts = try inputs.map { try part($0, store, rows, model) }
    let width = parts.reduce(0) { $0 + $1.columns }
    var result = Matrix<Float>(rows: rows.count, columns: width)
    result.withMutableView { result in
      var column = 0
      for part in parts {
        part.withView { part in
          for row in 0..<part.rows {
            (result.row(row) + column).update(from: part.row(row), count: part.columns)
          }
        }
        column += part.columns
      }
    }
    return LayerFeatures(tap: name, matrix: result)
  }

  private func part(
    _ input: HeadInput, _ store: EmbeddingStore, _ rows: [Int], _ model: LanguageModel?
  ) throws -> Matrix<Float> {
    switch input {
    case .tap(let tap): return try store.rows(rows, ofTap: tap)
    case .entropy:
      let entropies = try store.positions().entropy
      return Matrix(rows: rows.count, columns: 1, elements: rows.map { entropies[$0] })
    case .logits, .probabilities, .topTokenEmbedding:
      guard let model else {
        throw ProbesError.badOption(
          "The input \"\(input.name)\" of a head is computed from the model; name it as well.")
      }
      let logits = model.logits(ofFinalNorm: try store.rows(rows, ofTap: Tap.finalNorm.name))
      switch input {
      case .logits: return logits
      case .probabilities: return softmaxRows(logits)
      default: return try embeddings(of: likeliest(logits), model)
      }
    }
  }

  /// The token of the largest logit, of equals the lower id.
  private func likeliest(_ logits: Matrix<Float>) -> [Int32] {
    (0..<logits.rows).map { row in
      let values = logits.row(row)
      let place = values.indices.max {
        values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1)
      }
      return Int32((place ?? values.startIndex) - values.startIndex)
    }
  }

  private func embeddings(of tokens: [Int32], _ model: LanguageModel) throws -> Matrix<Float> {
    guard !tokens.isEmpty else { return Matrix(rows: 0, columns: model.configuration.width) }
    // One token a sequence: a learned position embedding is that of the first place for all.
    let output = try model.makeRuntime().run(
      TokenBatch(tokens.map { [$0] }), request: ForwardRequest(taps: [.embedding]))
    return output.taps[.embedding] ?? Matrix(rows: 0, columns: model.configuration.width)
  }
}
