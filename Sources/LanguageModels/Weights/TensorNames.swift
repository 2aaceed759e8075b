/// What one kind of file calls the tensors of one family, and how it lays them out.
///
/// Names are without the `.weight` or `.bias` at their end.
struct TensorNames: Sendable {
  /// Where queries, keys and values are.
  enum QueryKeyValue: Sendable {
    /// Three tensors.
    case separate(query: String, key: String, value: String)
    /// One tensor: all queries, then all keys, then all values.
    case stacked(String)
    /// One tensor: query, key and value of the first head, then of the second...
    case interleavedByHead(String)
  }

  /// What may stand in front of every name but the head's; the first that fits is taken.
  var roots: [String]
  var tokenEmbedding: String
  var positionEmbedding = ""
  /// In front of a block's names; `#` stands for its number from 0.
  var block: String
  var attentionNorm: String
  var postAttentionNorm = ""
  var queryKeyValue: QueryKeyValue
  var queryNorm = ""
  var keyNorm = ""
  var attentionOutput: String
  var feedForwardNorm: String
  var postFeedForwardNorm = ""
  var gate = ""
  var up: String
  var down: String
  var finalNorm: String
  /// Full names that an untied head may have.
  var heads: [String]

  /// Added to every norm weight: files of Gemma hold the weight minus one.
  var normOffset: Float = 0
  /// Whether projections are stored [inputs, outputs] (GPT-2's `Conv1D`).
  var isTransposed = false
  /// Whether query and key rows are ordered for rotations of neighbours (i, i + 1) rather than of
  /// halves (i, i + width / 2), as GGUF files of Llama are.
  var rotatesNeighbours = false
}

extension TensorNames {
  /// The names in Hugging Face folders.
  static func huggingFace(_ architecture: Architecture) -> TensorNames {
    switch architecture {
    case .llama, .mistral: Llama.tensorNames
    case .gpt2: GPT2.tensorNames
    case .gptNeoX: GPTNeoX.tensorNames
    case .qwen2, .qwen3: Qwen.tensorNames
    case .gemma3: Gemma3.tensorNames
    }
  }

  /// The names in GGUF files, which are the same for all families.
  static func gguf(_ architecture: Architecture) -> TensorNames {
    let separate = QueryKeyValue.separate(query: "attn_q", key: "attn_k", value: "attn_v")
    let isFused = architecture == .gpt2 || architecture == .gptNeoX
    return TensorNames(
      roots: [""], tokenEmbedding: "token_embd", positionEmbedding: "position_embd",
      block: "blk.#.", attentionNorm: "attn_norm", postAttentionNorm: "post_attention_norm",
      queryKeyValue: isFused ? .stacked("attn_qkv") : separate,
      queryNorm: "attn_q_norm", keyNorm: "attn_k_norm", attentionOutput: "attn_output",
      feedForwardNorm: "ffn_norm", postFeedForwardNorm: "post_ffw_norm", gate: "ffn_gate",
      up: "ffn_up", down: "ffn_down", finalNorm: "output_norm", heads: ["output"],
      rotatesNeighbours: architecture == .llama || architecture == .mistral)
  }
}
