public import TensorFiles
public import TextFiles

extension ModelConfiguration {
  /// The configuration of a model of Llama's form, made from its sizes.
  ///
  /// `headWidth` is `width / heads`; `feedForwardWidth` is the gated layer's. Throws a sentence when
  /// the sizes contradict each other.
  public static func llama(
    layers: Int, width: Int, heads: Int, keyValueHeads: Int? = nil, feedForwardWidth: Int,
    vocabularySize: Int, contextLength: Int, isHeadTied: Bool = true, theta: Double = 10_000
  ) throws -> ModelConfiguration {
    let numbers = [
      ("num_hidden_layers", layers), ("hidden_size", width), ("num_attention_heads", heads),
      ("intermediate_size", feedForwardWidth), ("vocab_size", vocabularySize),
      ("max_position_embeddings", contextLength), ("num_key_value_heads", keyValueHeads ?? heads),
    ]
    for (key, value) in numbers where value < 1 || value > ModelSizes.limit {
      throw LanguageModelsError.invalidConfiguration(
        path: "the new model", key: key, expected: "a positive integer", found: "\(value)")
    }
    guard width % heads == 0, (width / heads).isMultiple(of: 2) else {
      throw LanguageModelsError.invalidConfiguration(
        path: "the new model", key: "num_attention_heads",
        expected: "a number that cuts the width of \(width) into even parts", found: "\(heads)")
    }
    let sizes = ModelSizes(
      layers: layers, width: width, heads: heads, keyValueHeads: keyValueHeads ?? heads,
      headWidth: width / heads, feedForwardWidth: feedForwardWidth, vocabularySize: vocabularySize,
      contextLength: contextLength)
    try sizes.validate(path: "the new model")
    let block = BlockConfiguration(
      norm: Normalization(kind: .rms, epsilon: 1e-6),
      rotary: Rotary(theta: theta, dimensions: sizes.headWidth),
      attentionScale: sizes.attentionScale, activation: .silu, isGated: true)
    return sizes.configuration(
      .llama, blocks: Array(repeating: block, count: layers), tiedHead: isHeadTied)
  }

  /// A Hugging Face `config.json` that describes this model, its weights stored as `dtype`.
  ///
  /// Throws when the model has something that the family's configuration cannot say, as the rotary
  /// divisors that GGUF files of Llama 3 carry.
  public func huggingFaceJSON(dtype: FloatType = .float32) throws -> JSONValue {
    let first = blocks[0]
    var json: JSONObject = JSONObject([
      ("architectures", .array([.string(huggingFaceClass)])),
      ("model_type", .string(architecture.rawValue)), ("dtype", .string(dtype.rawValue)),
      ("vocab_size", .integer(Int64(vocabularySize))),
      ("tie_word_embeddings", .bool(isHeadTied)), ("bos_token_id", nil), ("eos_token_id", nil),
      ("pad_token_id", nil),
    ])
    func set(_ key: String, _ value: Int) { json[key] = .integer(Int64(value)) }
    if architecture == .gpt2 {
      set("n_embd", width)
      set("n_layer", layers)
      set("n_head", heads)
      set("n_inner", feedForwardWidth)
      set("n_positions", contextLength)
      json["layer_norm_epsilon"] = first.norm.epsilonJSON
      // The family's own name for the same formula.
      json["activation_function"] = .string(
        first.activation == .geluTanh ? "gelu_new" : first.activation.huggingFaceName)
      let scalesByLayer = layers > 1 && blocks[1].attentionScale != first.attentionScale
      json["scale_attn_weights"] = .bool(first.attentionScale != 1)
      json["scale_attn_by_inverse_layer_idx"] = .bool(scalesByLayer)
      return .object(json)
    }
    set("hidden_size", width)
    set("num_hidden_layers", layers)
    set("num_attention_heads", heads)
    set("intermediate_size", feedForwardWidth)
    set("max_position_embeddings", contextLength)
    json["attention_bias"] = .bool(first.outputBias)
    let activationKey = architecture == .gemma3 ? "hidden_activation" : "hidden_act"
    json[activationKey] = .string(first.activation.huggingFaceName)
    let normKey = first.norm.kind == .layer ? "layer_norm_eps" : "rms_norm_eps"
    json[normKey] = first.norm.epsilonJSON
    if architecture == .gptNeoX {
      json["use_parallel_residual"] = .bool(first.residual == .parallel)
    } else {
      set("num_key_value_heads", keyValueHeads)
      set("head_dim", headWidth)
    }
    if architecture == .llama { json["mlp_bias"] = .bool(first.feedForwardBias) }
    try addPositions(to: &json)
    return .object(json)
  }

  private var huggingFaceClass: String {
    switch architecture {
    case .llama: "LlamaForCausalLM"
    case .mistral: "MistralForCausalLM"
    case .gpt2: "GPT2LMHeadModel"
    case .gptNeoX: "GPTNeoXForCausalLM"
    case .qwen2: "Qwen2ForCausalLM"
    case .qwen3: "Qwen3ForCausalLM"
    case .gemma3: "Gemma3ForCausalLM"
    }
  }

  /// Rotary positions and windows.
  private func addPositions(to json: inout JSONObject) throws {
    let window = blocks.lazy.compactMap(\.window).first
    json["sliding_window"] = window.map { .integer(Int64($0)) } ?? nil
    let isSliding = blocks.map { $0.window != nil }
    if [.qwen2, .qwen3, .gemma3].contains(architecture) {
      json["layer_types"] = .array(
        isSliding.map { .string($0 ? "sliding_attention" : "full_attention") })
    }
    if [.qwen2, .qwen3].contains(architecture) {
      json["use_sliding_window"] = .bool(window != nil)
    }
    func parameters(_ rotary: Rotary?) throws -> JSONValue {
      guard let rotary else { return nil }
      return try rotary.huggingFaceParameters(
        headWidth: headWidth, namesFraction: architecture == .gptNeoX)
    }
    guard architecture == .gemma3 else {
      json["rope_parameters"] = try parameters(blocks[0].rotary)
      return
    }
    let scale = Double(blocks[0].attentionScale)
    json["query_pre_attn_scalar"] = .integer(Int64((1 / (scale * scale)).rounded()))
    json["attn_logit_softcapping"] = blocks[0].attentionSoftCap.map { .number(Double($0)) } ?? nil
    json["final_logit_softcapping"] = logitSoftCap.map { .number(Double($0)) } ?? nil
    let global = blocks.first { $0.window == nil } ?? blocks[0]
    let local = blocks.first { $0.window != nil } ?? blocks[0]
    json["rope_parameters"] = [
      "full_attention": try parameters(global.rotary),
      "sliding_attention": try parameters(local.rotary),
    ]
  }
}

extension Normalization {
  /// As it is written by hand: 1e-05, not the digits of the nearest Float.
  fileprivate var epsilonJSON: JSONValue {
    .number(Double(epsilon.description) ?? Double(epsilon))
  }
}

extension Activation {
  fileprivate var huggingFaceName: String {
    switch self {
    case .silu: "silu"
    case .geluTanh: "gelu_pytorch_tanh"
    case .geluErf: "gelu"
    case .relu: "relu"
    }
  }
}

extension Rotary {
  fileprivate func huggingFaceParameters(headWidth: Int, namesFraction: Bool) throws -> JSONValue {
    var json = JSONObject([("rope_theta", .number(theta)), ("rope_type", "default")])
    // GPT-NeoX takes an absent fraction for a quarter, the others for one.
    if dimensions != headWidth || namesFraction {
      json["partial_rotary_factor"] = .number(Double(dimensions) / Double(headWidth))
    }
    switch scaling {
    case .none: break
    case .linear(let factor):
      json["rope_type"] = "linear"
      json["factor"] = .number(Double(factor))
    case .llama3(let factor, let low, let high, let context):
      json["rope_type"] = "llama3"
      json["factor"] = .number(Double(factor))
      json["low_freq_factor"] = .number(Double(low))
      json["high_freq_factor"] = .number(Double(high))
      json["original_max_position_embeddings"] = .integer(Int64(context))
    case .divided:
      throw LanguageModelsError.invalidConfiguration(
        path: "config.json", key: "rope_parameters",
        expected: "a rotary scaling that Hugging Face names",
        found: "divisors from a GGUF file; start from the model's Hugging Face folder instead")
    }
    return .object(json)
  }
}
