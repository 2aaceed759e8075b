/// Qwen 2 and 3: Llama with biases (2) or with normalised queries and keys (3).
enum Qwen {
  static let tensorNames = Llama.tensorNames

  static func qwen2(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    let sizes = try sizes(reader, headWidth: nil)
    var block = try Llama.block(reader, sizes: sizes)
    block.queryKeyValueBias = true
    return try configuration(.qwen2, reader, sizes: sizes, block: block)
  }

  static func qwen3(_ reader: ConfigurationReader) throws -> ModelConfiguration {
    let sizes = try sizes(reader, headWidth: 128)
    var block = try Llama.block(reader, sizes: sizes)
    let hasBias = try reader.flag("attention_bias", default: false)
    block.queryKeyValueBias = hasBias
    block.outputBias = hasBias
    block.queryKeyNorms = true
    return try configuration(.qwen3, reader, sizes: sizes, block: block)
  }

  private static func sizes(_ reader: ConfigurationReader, headWidth: Int?) throws -> ModelSizes {
    try Llama.sizes(
      reader, feedForward: 22_016, contextLength: 32_768, keyValueHeads: 32, headWidth: headWidth,
      vocabularySize: 151_936)
  }

  private static func configuration(
    _ architecture: Architecture, _ reader: ConfigurationReader, sizes: ModelSizes,
    block: BlockConfiguration
  ) throws -> ModelConfiguration {
    var blocks = Array(repeating: block, count: sizes.layers)
    if try reader.flag("use_sliding_window", default: false),
      let window = try reader.window("sliding_window", default: 4_096)
    {
      let fullLayers = try reader.number("max_window_layers", default: 28)
      let sliding =
        try reader.slidingLayers(count: sizes.layers)
        ?? (0..<sizes.layers).map { Double($0) >= fullLayers }
      for layer in blocks.indices where sliding[layer] { blocks[layer].window = window }
    }
    return sizes.configuration(
      architecture, blocks: blocks, tiedHead: try reader.flag("tie_word_embeddings", default: false)
    )
  }
}
