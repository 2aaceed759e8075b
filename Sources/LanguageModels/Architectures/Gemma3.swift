import TextFiles

/// Gemma 3: norms before and after both halves, normalised queries and keys, local attention in
/// most blocks with a rotary base of its own.
enum Gemma3 {
  static var tensorNames: TensorNames {
    var names = Llama.tensorNames
    names.roots += ["model.language_model.", "language_model.model."]
    names.heads += ["language_model.lm_head"]
    names.postAttentionNorm = "post_attention_layernorm"
    names.feedForwardNorm = "pre_feedforward_layernorm"
    names.postFeedForwardNorm = "post_feedforward_layernorm"
    names.normOffset = 1
    return names
  }

  /// Every sixth block sees the whole context unless the configuration says otherwise.
  static let slidingPattern = 6

  static func configuration(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    let sizes = try Llama.sizes(
      reader, feedForward: 9_216, contextLength: 131_072, keyValueHeads: 4, width: 2_304,
      layers: 26, heads: 8, headWidth: 256, vocabularySize: 262_208)
    guard try !reader.flag("use_bidirectional_attention", default: false) else {
      throw LanguageModelsError.invalidConfiguration(
        path: reader.path, key: "use_bidirectional_attention",
        expected: "false (a causal language model)", found: "true")
    }
    let scalar = try reader.number("query_pre_attn_scalar", default: 256)
    let (local, global) = try rotaries(reader, sizes: sizes)
    var block = Gemma3.block(
      epsilon: Float(try reader.number("rms_norm_eps", default: 1e-6)), rotary: global,
      scale: Float(1 / scalar.squareRoot()))
    block.activation = try reader.activation("hidden_activation", default: "gelu_pytorch_tanh")
    let hasBias = try reader.flag("attention_bias", default: false)
    block.queryKeyValueBias = hasBias
    block.outputBias = hasBias
    block.attentionSoftCap = try reader.optionalNumber("attn_logit_softcapping").map { Float($0) }
    let pattern = try reader.size(
      "sliding_window_pattern",
      default: try reader.size("_sliding_window_pattern", default: slidingPattern))
    let sliding =
      try reader.slidingLayers(count: sizes.layers) ?? slidingLayers(sizes.layers, every: pattern)
    return finished(
      sizes.configuration(
        .gemma3,
        blocks: blocks(
          block, sliding: sliding, window: try reader.window("sliding_window", default: 4_096),
          local: local),
        tiedHead: try reader.flag("tie_word_embeddings", default: true)),
      logitSoftCap: try reader.optionalNumber("final_logit_softcapping").map { Float($0) })
  }

  /// Every `pattern`-th block is global, the others slide.
  static func slidingLayers(_ count: Int, every pattern: Int) -> [Bool] {
    (1...count).map { !$0.isMultiple(of: pattern) }
  }

  static func block(epsilon: Float, rotary: Rotary, scale: Float) -> BlockConfiguration {
    BlockConfiguration(
      norm: Normalization(kind: .rms, epsilon: epsilon), postNorms: true, queryKeyNorms: true,
      rotary: rotary, attentionScale: scale, activation: .geluTanh, isGated: true)
  }

  /// `block` for every layer, with the window and the local rotary positions where it slides.
  static func blocks(
    _ block: BlockConfiguration, sliding: [Bool], window: Int?, local: Rotary
  ) -> [BlockConfiguration] {
    sliding.map { isSliding in
      guard isSliding else { return block }
      var slidingBlock = block
      slidingBlock.window = window
      slidingBlock.rotary = local
      return slidingBlock
    }
  }

  /// Adds what Gemma does outside its blocks: embeddings grow by the root of the width.
  static func finished(
    _ configuration: ModelConfiguration, logitSoftCap: Float?
  ) -> ModelConfiguration {
    var configuration = configuration
    configuration.embeddingScale = Float(Double(configuration.width).squareRoot())
    configuration.logitSoftCap = logitSoftCap
    return configuration
  }

  /// Newer files nest both kinds under `rope_parameters`; older ones have `rope_theta`,
  /// `rope_scaling` (global only) and `rope_local_base_freq`.
  private static func rotaries(
    _ reader: ConfigurationReader, sizes: ModelSizes
  ) throws -> (local: Rotary, global: Rotary) {
    let parameters = try reader.nested("rope_parameters")
    func rotary(_ layerType: String, older key: String, theta: Double) throws -> Rotary {
      let nested = try parameters?.nested(layerType)
      return Rotary(
        theta: try nested?.optionalNumber("rope_theta") ?? reader.number(key, default: theta),
        dimensions: sizes.headWidth,
        scaling: try nested?.rotaryScaling(contextLength: sizes.contextLength) ?? .none)
    }
    let local = try rotary("sliding_attention", older: "rope_local_base_freq", theta: 10_000)
    var global = try rotary("full_attention", older: "rope_theta", theta: 1_000_000)
    if let scaling = try reader.nested("rope_scaling") {
      global.scaling = try scaling.rotaryScaling(contextLength: sizes.contextLength)
    }
    return (local, global)
  }
}
