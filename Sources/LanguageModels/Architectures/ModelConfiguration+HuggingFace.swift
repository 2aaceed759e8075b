import TextFiles

extension ModelConfiguration {
  /// Reads a Hugging Face `config.json`.
  ///
  /// Both the newer style (`rope_parameters`) and the older one are understood; absent keys take
  /// Hugging Face's defaults. Throws for a family, activation or rotary scaling that is not
  /// supported, naming file and key.
  public init(huggingFace path: String) throws {
    let reader = try ConfigurationReader.load(path: path)
    switch try reader.text("model_type", default: "none") {
    case "llama": self = try Llama.llama(reader)
    case "mistral": self = try Llama.mistral(reader)
    case "gpt2": self = try GPT2.configuration(reader)
    case "gpt_neox": self = try GPTNeoX.configuration(reader)
    case "qwen2": self = try Qwen.qwen2(reader)
    case "qwen3": self = try Qwen.qwen3(reader)
    case "gemma3_text": self = try Gemma3.configuration(reader)
    case "gemma3":
      self = try Gemma3.configuration(
        try reader.nested("text_config") ?? ConfigurationReader(path: path, root: .object(.init())))
    case let other:
      throw LanguageModelsError.unsupportedArchitecture(
        path: path, found: other, supported: Architecture.allCases.map(\.rawValue))
    }
  }
}
