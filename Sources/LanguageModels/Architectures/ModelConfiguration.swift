/// The families of decoders that can be run; raw values are Hugging Face's `model_type`.
public enum Architecture: String, Sendable, CaseIterable {
  /// Llama 1 to 3, SmolLM and others of the same form.
  case llama
  /// Llama with a sliding attention window.
  case mistral
  /// GPT-2: learned positions, layer norms.
  case gpt2
  /// Pythia and GPT-NeoX: partial rotary positions, parallel residual.
  case gptNeoX = "gpt_neox"
  /// Llama with biases on queries, keys and values.
  case qwen2
  /// Llama with normalised queries and keys.
  case qwen3
  /// Gemma 3: norms before and after, local and global attention.
  case gemma3 = "gemma3_text"
}

/// Everything about a model but its weights, from `config.json` or GGUF metadata.
public struct ModelConfiguration: Sendable, Equatable {
  /// The family.
  public let architecture: Architecture
  /// Number of decoder blocks.
  public let layers: Int
  /// Width of the residual stream.
  public let width: Int
  /// Query heads a block.
  public let heads: Int
  /// Key and value heads a block; divides `heads`.
  public let keyValueHeads: Int
  /// Width of one head.
  public let headWidth: Int
  /// Width inside the feed-forward layer.
  public let feedForwardWidth: Int
  /// Number of tokens the model knows.
  public let vocabularySize: Int
  /// Longest sequence, in tokens.
  public let contextLength: Int
  /// One description a block.
  public let blocks: [BlockConfiguration]
  /// The norm before the head.
  public let finalNorm: Normalization
  /// Factor on token embeddings.
  public var embeddingScale: Float = 1
  /// Whether a learned vector per position is added to the embedding.
  public var hasPositionEmbedding = false
  /// Whether the head reuses the token embedding.
  public var isHeadTied: Bool
  /// Logits become cap · tanh(logit / cap).
  public var logitSoftCap: Float?

  /// Every tap in the order of computation: embedding, each block, final norm.
  public var taps: [Tap] { [.embedding] + (1...layers).map { .block($0) } + [.finalNorm] }
}

/// The numbers every family has, before the blocks are described.
struct ModelSizes {
  var layers: Int
  var width: Int
  var heads: Int
  var keyValueHeads: Int
  var headWidth: Int
  var feedForwardWidth: Int
  var vocabularySize: Int
  var contextLength: Int

  /// Larger sizes and deeper models are taken for damage; products of sizes stay far from overflow.
  static let limit = 1 << 24
  static let layerLimit = 10_000

  /// The usual factor on query · key.
  var attentionScale: Float { 1 / Float(headWidth).squareRoot() }

  func configuration(
    _ architecture: Architecture, blocks: [BlockConfiguration], tiedHead: Bool
  ) -> ModelConfiguration {
    ModelConfiguration(
      architecture: architecture, layers: layers, width: width, heads: heads,
      keyValueHeads: keyValueHeads, headWidth: headWidth, feedForwardWidth: feedForwardWidth,
      vocabularySize: vocabularySize, contextLength: contextLength, blocks: blocks,
      finalNorm: blocks[0].norm, isHeadTied: tiedHead)
  }

  /// Throws when the numbers contradict each other.
  func validate(path: String) throws {
    guard heads % keyValueHeads == 0 else {
      throw LanguageModelsError.invalidConfiguration(
        path: path, key: "num_key_value_heads", expected: "a divisor of the \(heads) heads",
        found: "\(keyValueHeads)")
    }
  }
}
