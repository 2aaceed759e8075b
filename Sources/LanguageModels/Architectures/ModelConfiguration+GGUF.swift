public import TensorFiles

extension ModelConfiguration {
  /// Reads the metadata of a GGUF file; throws for a family or rotary scaling that is not supported.
  public init(gguf file: GGUFFile) throws {
    let reader = try GGUFConfigurationReader(file)
    switch reader.family {
    case "llama": self = try ModelConfiguration.llama(reader, .llama)
    case "qwen2": self = try ModelConfiguration.llama(reader, .qwen2)
    case "qwen3": self = try ModelConfiguration.llama(reader, .qwen3)
    case "gpt2": self = try ModelConfiguration.gpt2(reader)
    case "gptneox": self = try ModelConfiguration.gptNeoX(reader)
    case "gemma3": self = try ModelConfiguration.gemma3(reader)
    default:
      throw LanguageModelsError.unsupportedArchitecture(
        path: file.path, found: reader.family,
        supported: ["llama", "qwen2", "qwen3", "gpt2", "gptneox", "gemma3"])
    }
  }

  private static func hasTiedHead(_ reader: GGUFConfigurationReader) -> Bool {
    !reader.file.contains("output.weight")
  }

  private static func llama(
    _ reader: GGUFConfigurationReader, _ architecture: Architecture
  ) throws -> ModelConfiguration {
    let sizes = try reader.sizes()
    let file = reader.file
    var block = BlockConfiguration(
      norm: try reader.norm(.rms), rotary: try reader.rotary(sizes),
      attentionScale: sizes.attentionScale, activation: .silu, isGated: true)
    block.window = try reader.optionalSize("attention.sliding_window")
    block.queryKeyNorms = architecture == .qwen3
    // The metadata does not say which projections have biases; the tensors do.
    block.queryKeyValueBias = file.contains("blk.0.attn_q.bias")
    block.outputBias = file.contains("blk.0.attn_output.bias")
    block.feedForwardBias = file.contains("blk.0.ffn_down.bias")
    return sizes.configuration(
      architecture, blocks: Array(repeating: block, count: sizes.layers),
      tiedHead: hasTiedHead(reader))
  }

  private static func gpt2(_ reader: GGUFConfigurationReader) throws -> ModelConfiguration {
    let sizes = try reader.sizes()
    let block = GPT2.block(
      norm: try reader.norm(.layer), scale: sizes.attentionScale, activation: .geluTanh)
    var configuration = sizes.configuration(
      .gpt2, blocks: Array(repeating: block, count: sizes.layers), tiedHead: hasTiedHead(reader))
    configuration.hasPositionEmbedding = true
    return configuration
  }

  private static func gptNeoX(_ reader: GGUFConfigurationReader) throws -> ModelConfiguration {
    let sizes = try reader.sizes()
    let block = GPTNeoX.block(
      norm: try reader.norm(.layer), rotary: try reader.rotary(sizes),
      scale: sizes.attentionScale,
      isParallel: try reader.flag("use_parallel_residual", default: true))
    return sizes.configuration(
      .gptNeoX, blocks: Array(repeating: block, count: sizes.layers), tiedHead: hasTiedHead(reader))
  }

  /// Most files leave out what never varied: the pattern of local blocks and their rotary base. The
  /// 27B model (62 blocks) alone scales queries by width / heads instead of the head's width.
  private static func gemma3(_ reader: GGUFConfigurationReader) throws -> ModelConfiguration {
    let sizes = try reader.sizes()
    let scale =
      sizes.layers == 62
      ? 1 / Float(sizes.width / sizes.heads).squareRoot() : sizes.attentionScale
    let block = Gemma3.block(
      epsilon: try reader.norm(.rms).epsilon, rotary: try reader.rotary(sizes), scale: scale)
    let blocks = Gemma3.blocks(
      block,
      sliding: Gemma3.slidingLayers(
        sizes.layers,
        every: try reader.optionalSize("attention.sliding_window_pattern")
          ?? Gemma3.slidingPattern),
      window: try reader.optionalSize("attention.sliding_window"),
      local: Rotary(
        theta: try reader.optionalNumber("rope.freq_base_swa") ?? 10_000,
        dimensions: sizes.headWidth))
    return Gemma3.finished(
      sizes.configuration(.gemma3, blocks: blocks, tiedHead: hasTiedHead(reader)),
      logitSoftCap: try reader.optionalNumber("final_logit_softcapping").map { Float($0) })
  }
}
