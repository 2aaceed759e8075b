/// GPT-NeoX and Pythia: layer norms, partial rotary positions, usually a parallel residual.
enum GPTNeoX {
  static let tensorNames = TensorNames(
    roots: ["gpt_neox.", ""], tokenEmbedding: "embed_in", block: "layers.#.",
    attentionNorm: "input_layernorm",
    queryKeyValue: .interleavedByHead("attention.query_key_value"),
    attentionOutput: "attention.dense", feedForwardNorm: "post_attention_layernorm",
    up: "mlp.dense_h_to_4h", down: "mlp.dense_4h_to_h", finalNorm: "final_layer_norm",
    heads: ["embed_out", "lm_head"])

  static func configuration(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    let width = try reader.size("hidden_size", default: 6_144)
    let heads = try reader.size("num_attention_heads", default: 64)
    let sizes = ModelSizes(
      layers: try reader.layers(default: 44), width: width, heads: heads,
      keyValueHeads: heads, headWidth: width / heads,
      feedForwardWidth: try reader.size("intermediate_size", default: 24_576),
      vocabularySize: try reader.size("vocab_size", default: 50_432),
      contextLength: try reader.size("max_position_embeddings", default: 2_048))
    var block = GPTNeoX.block(
      norm: Normalization(
        kind: .layer, epsilon: Float(try reader.number("layer_norm_eps", default: 1e-5))),
      rotary: try reader.rotary(
        headWidth: sizes.headWidth, contextLength: sizes.contextLength, fraction: 0.25,
        thetaKey: "rotary_emb_base", fractionKey: "rotary_pct"),
      scale: sizes.attentionScale,
      isParallel: try reader.flag("use_parallel_residual", default: true))
    block.activation = try reader.activation("hidden_act", default: "gelu")
    let hasBias = try reader.flag("attention_bias", default: true)
    block.queryKeyValueBias = hasBias
    block.outputBias = hasBias
    return sizes.configuration(
      .gptNeoX, blocks: Array(repeating: block, count: sizes.layers),
      tiedHead: try reader.flag("tie_word_embeddings", default: false))
  }

  /// A block with the biases that GPT-NeoX has by default.
  static func block(
    norm: Normalization, rotary: Rotary, scale: Float, isParallel: Bool
  ) -> BlockConfiguration {
    BlockConfiguration(
      norm: norm, residual: isParallel ? .parallel : .sequential, rotary: rotary,
      attentionScale: scale, queryKeyValueBias: true, outputBias: true, activation: .geluErf,
      isGated: false, feedForwardBias: true)
  }
}
