import TextFiles

/// Llama and Mistral: RMS norms, rotary positions, gated feed-forward, grouped heads.
enum Llama {
  static let tensorNames = TensorNames(
    roots: ["model.", ""], tokenEmbedding: "embed_tokens", block: "layers.#.",
    attentionNorm: "input_layernorm",
    queryKeyValue: .separate(
      query: "self_attn.q_proj", key: "self_attn.k_proj", value: "self_attn.v_proj"),
    queryNorm: "self_attn.q_norm", keyNorm: "self_attn.k_norm",
    attentionOutput: "self_attn.o_proj", feedForwardNorm: "post_attention_layernorm",
    gate: "mlp.gate_proj", up: "mlp.up_proj", down: "mlp.down_proj", finalNorm: "norm",
    heads: ["lm_head", "model.lm_head"])

  static func llama(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    let sizes = try sizes(reader, feedForward: 11_008, contextLength: 2_048, keyValueHeads: nil)
    var block = try block(reader, sizes: sizes)
    let hasBias = try reader.flag("attention_bias", default: false)
    block.queryKeyValueBias = hasBias
    block.outputBias = hasBias
    block.feedForwardBias = try reader.flag("mlp_bias", default: false)
    return sizes.configuration(
      .llama, blocks: Array(repeating: block, count: sizes.layers),
      tiedHead: try reader.flag("tie_word_embeddings", default: false))
  }

  static func mistral(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    let sizes = try sizes(reader, feedForward: 14_336, contextLength: 131_072, keyValueHeads: 8)
    var block = try block(reader, sizes: sizes)
    block.window = try reader.window("sliding_window", default: 4_096)
    return sizes.configuration(
      .mistral, blocks: Array(repeating: block, count: sizes.layers),
      tiedHead: try reader.flag("tie_word_embeddings", default: false))
  }

  /// The sizes under the keys that Llama introduced and most families took over.
  static func sizes(
    _ reader: ConfigurationReader, feedForward: Int, contextLength: Int, keyValueHeads: Int?,
    width defaultWidth: Int = 4_096, layers: Int = 32, heads defaultHeads: Int = 32,
    headWidth: Int? = nil, vocabularySize: Int = 32_000
  ) throws -> ModelSizes {
    let width = try reader.size("hidden_size", default: defaultWidth)
    let heads = try reader.size("num_attention_heads", default: defaultHeads)
    // An explicit null stands for "one per query head", an absent key for the family's default.
    let fallback = reader.root["num_key_value_heads"] == nil ? keyValueHeads ?? heads : heads
    let sizes = ModelSizes(
      layers: try reader.layers(default: layers), width: width, heads: heads,
      keyValueHeads: try reader.size("num_key_value_heads", default: fallback),
      headWidth: try reader.size("head_dim", default: headWidth ?? width / heads),
      feedForwardWidth: try reader.size("intermediate_size", default: feedForward),
      vocabularySize: try reader.size("vocab_size", default: vocabularySize),
      contextLength: try reader.size("max_position_embeddings", default: contextLength))
    try sizes.validate(path: reader.path)
    return sizes
  }

  /// A block without biases, windows or extra norms.
  static func block(_ reader: ConfigurationReader, sizes: ModelSizes) throws -> BlockConfiguration {
    BlockConfiguration(
      norm: Normalization(
        kind: .rms, epsilon: Float(try reader.number("rms_norm_eps", default: 1e-6))),
      rotary: try reader.rotary(headWidth: sizes.headWidth, contextLength: sizes.contextLength),
      attentionScale: sizes.attentionScale,
      activation: try reader.activation("hidden_act", default: "silu"), isGated: true)
  }
}
