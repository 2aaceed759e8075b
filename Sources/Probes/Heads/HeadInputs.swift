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

  /// Reads the names that ``name`` joins; what is none of the computed inputs is taken for a tap.
  ///
  /// - Throws: ``ProbesError/badOption(_:)`` for an empty name.
  public init(name: String) throws {
    let computed: [HeadInput] = [.entropy, .topTokenEmbedding, .logits, .probabilities]
    inputs = try name.split(separator: "+", omittingEmptySubsequences: false).map { part in
      guard !part.isEmpty else {
        throw ProbesError.badOption(
          "The inputs \"\(name)\" of a head are names joined by \"+\", such as final_norm+entropy.")
      }
      return computed.first { $0.name == part } ?? .tap(String(part))
    }
  }

  /// All names joined by "+"; the tap's own name for a single tap.
  public var name: String { inputs.map(\.name).joined(separator: "+") }

  /// The taps that must be known, each once: those that are inputs, and `final_norm` where an input
  /// is computed from it.
  public var taps: [String] {
    var taps: [String] = []
    for input in inputs {
      let tap: String? =
        switch input {
        case .tap(let tap): tap
        case .entropy: nil
        case .topTokenEmbedding, .logits, .probabilities: Tap.finalNorm.name
        }
      if let tap, !taps.contains(tap) { taps.append(tap) }
    }
    return taps
  }

  /// Features of some rows of a store, in rising order.
  ///
  /// Logits, probabilities and the most likely token are computed from the stored `final_norm`.
  /// - Throws: ``ProbesError/badOption(_:)`` when the model is needed and not given, or when the
  ///   store lacks a tap (`EmbeddingsError`).
  public func features(
    of store: EmbeddingStore, rows: [Int], model: LanguageModel? = nil
  ) throws -> LayerFeatures {
    try features(
      rows: rows.count, model: model,
      entropy: {
        let entropies = try store.positions().entropy
        return rows.map { entropies[$0] }
      }, tap: { try store.rows(rows, ofTap: $0) })
  }

  /// Features of positions that were just scored; the policy has to keep statistics and ``taps``.
  func features(of scored: ScoredRows, model: LanguageModel) throws -> LayerFeatures {
    try features(rows: scored.count, model: model, entropy: { scored.entropy }) { name in
      guard let tap = scored.taps.first(where: { $0.tap.name == name }) else {
        throw ProbesError.missingTap(name: name, available: scored.taps.map(\.tap.name))
      }
      return tap.values
    }
  }

  private func features(
    rows: Int, model: LanguageModel?, entropy: () throws -> [Float],
    tap: (String) throws -> Matrix<Float>
  ) throws -> LayerFeatures {
    let parts = try inputs.map { input -> Matrix<Float> in
      switch input {
      case .tap(let name): return try tap(name)
      case .entropy: return Matrix(rows: rows, columns: 1, elements: try entropy())
      case .logits, .probabilities, .topTokenEmbedding:
        guard let model else {
          throw ProbesError.badOption(
            "The input \"\(input.name)\" of a head is computed from the model; name it as well.")
        }
        return try computed(input, from: tap(Tap.finalNorm.name), model)
      }
    }
    if parts.count == 1 { return LayerFeatures(tap: name, matrix: parts[0]) }
    let width = parts.reduce(0) { $0 + $1.columns }
    var result = Matrix<Float>(rows: rows, columns: width)
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

  /// What is computed from logits, a few rows at a time: a row over a vocabulary is large.
  private func computed(
    _ input: HeadInput, from final: Matrix<Float>, _ model: LanguageModel
  ) throws -> Matrix<Float> {
    var elements: [Float] = []
    for start in stride(from: 0, to: final.rows, by: Self.chunk) {
      let rows = start..<min(final.rows, start + Self.chunk)
      let part = Matrix(
        rows: rows.count, columns: final.columns, elements: rows.flatMap { final.row($0) })
      let logits = model.logits(ofFinalNorm: part)
      switch input {
      case .logits: elements += logits.elements
      case .probabilities: elements += softmaxRows(logits).elements
      default: elements += try embeddings(of: likeliest(logits), model).elements
      }
    }
    return Matrix(
      rows: final.rows, columns: elements.count / max(1, final.rows), elements: elements)
  }

  private static let chunk = 256

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
