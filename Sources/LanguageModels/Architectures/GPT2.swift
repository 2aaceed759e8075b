/// GPT-2: layer norms, learned positions, plain feed-forward, biases everywhere.
enum GPT2 {
  static let tensorNames = TensorNames(
    roots: ["transformer.", ""], tokenEmbedding: "wte", positionEmbedding: "wpe", block: "h.#.",
    attentionNorm: "ln_1", queryKeyValue: .stacked("attn.c_attn"), attentionOutput: "attn.c_proj",
    feedForwardNorm: "ln_2", up: "mlp.c_fc", down: "mlp.c_proj", finalNorm: "ln_f",
    heads: ["lm_head"], isTransposed: true)

  static func configuration(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    let width = try reader.size("n_embd", default: 768)
    let heads = try reader.size("n_head", default: 12)
    let sizes = ModelSizes(
      layers: try reader.layers("n_layer", default: 12), width: width, heads: heads,
      keyValueHeads: heads, headWidth: width / heads,
      feedForwardWidth: try reader.size("n_inner", default: 4 * width),
      vocabularySize: try reader.size("vocab_size", default: 50_257),
      contextLength: try reader.size("n_positions", default: 1_024))
    let isScaled = try reader.flag("scale_attn_weights", default: true)
    let scalesByLayer = try reader.flag("scale_attn_by_inverse_layer_idx", default: false)
    var block = GPT2.block(
      norm: Normalization(
        kind: .layer, epsilon: Float(try reader.number("layer_norm_epsilon", default: 1e-5))),
      scale: isScaled ? sizes.attentionScale : 1,
      activation: try reader.activation("activation_function", default: "gelu_new"))
    let scale = block.attentionScale
    let blocks = (0..<sizes.layers).map { layer in
      block.attentionScale = scalesByLayer ? scale / Float(layer + 1) : scale
      return block
    }
    var configuration = sizes.configuration(
      .gpt2, blocks: blocks, tiedHead: try reader.flag("tie_word_embeddings", default: true))
    configuration.hasPositionEmbedding = true
    return configuration
  }

  /// A block with the biases that GPT-2 always has.
  static func block(
    norm: Normalization, scale: Float, activation: Activation
  ) -> BlockConfiguration {
    BlockConfiguration(
      norm: norm, attentionScale: scale, queryKeyValueBias: true, outputBias: true,
      activation: activation, isGated: false, feedForwardBias: true)
  }
}
