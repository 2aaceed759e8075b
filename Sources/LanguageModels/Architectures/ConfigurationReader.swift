import TextFiles

/// Reads `config.json`: absent and null keys take Hugging Face's defaults, anything of the wrong
/// kind is an error that names file and key.
struct ConfigurationReader {
  let path: String
  let root: JSONValue

  init(path: String, root: JSONValue) {
    self.path = path
    self.root = root
  }

  /// Reads the file; a nested `text_config` (models that also see images) takes the root's place.
  static func load(path: String) throws -> ConfigurationReader {
    let root = try JSONValue.load(path: path)
    guard root.object != nil else {
      throw LanguageModelsError.invalidConfiguration(
        path: path, key: "config.json", expected: "a JSON object", found: "something else")
    }
    return ConfigurationReader(path: path, root: root)
  }

  /// The reader for a nested object, nil when there is none.
  func nested(_ key: String) throws -> ConfigurationReader? {
    guard let value = value(key) else { return nil }
    guard value.object != nil else { throw invalid(key, "an object", value) }
    return ConfigurationReader(path: path, root: value)
  }

  /// The value of a key; null counts as absent.
  func value(_ key: String) -> JSONValue? {
    guard let value = root[key], !value.isNull else { return nil }
    return value
  }

  /// A positive integer that no damaged file can make absurd.
  func size(
    _ key: String, default fallback: Int, limit: Int = ModelSizes.limit
  ) throws -> Int {
    guard let value = value(key) else { return fallback }
    guard let number = value.int, number > 0, number <= limit else {
      throw invalid(key, "a positive integer up to \(limit)", value)
    }
    return number
  }

  /// The number of blocks.
  func layers(_ key: String = "num_hidden_layers", default fallback: Int) throws -> Int {
    try size(key, default: fallback, limit: ModelSizes.layerLimit)
  }

  func number(_ key: String, default fallback: Double) throws -> Double {
    try optionalNumber(key) ?? fallback
  }

  func optionalNumber(_ key: String) throws -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = value.double else { throw invalid(key, "a number", value) }
    return number
  }

  func flag(_ key: String, default fallback: Bool) throws -> Bool {
    guard let value = value(key) else { return fallback }
    guard let flag = value.bool else { throw invalid(key, "true or false", value) }
    return flag
  }

  func text(_ key: String, default fallback: String) throws -> String {
    guard let value = value(key) else { return fallback }
    guard let text = value.string else { throw invalid(key, "a string", value) }
    return text
  }

  /// A sliding window; an explicit null means none, an absent key the default.
  func window(_ key: String, default fallback: Int?) throws -> Int? {
    guard let value = root[key] else { return fallback }
    if value.isNull { return nil }
    return try size(key, default: 1)
  }

  func activation(_ key: String, default fallback: String) throws -> Activation {
    let name = try text(key, default: fallback)
    switch name {
    case "silu", "swish": return .silu
    case "gelu": return .geluErf
    case "gelu_new", "gelu_fast", "gelu_pytorch_tanh": return .geluTanh
    case "relu": return .relu
    default:
      throw LanguageModelsError.invalidConfiguration(
        path: path, key: key,
        expected: "silu, gelu, gelu_new, gelu_fast, gelu_pytorch_tanh or relu", found: "\"\(name)\""
      )
    }
  }

  /// Whether each block attends through a window, from `layer_types`; nil when the key is absent.
  func slidingLayers(count: Int) throws -> [Bool]? {
    guard let value = value("layer_types") else { return nil }
    guard let names = value.array?.map(\.string), names.count == count else {
      throw invalid("layer_types", "an array of \(count) names", value)
    }
    return try names.map { name in
      switch name {
      case "sliding_attention": return true
      case "full_attention": return false
      default:
        throw LanguageModelsError.invalidConfiguration(
          path: path, key: "layer_types", expected: "sliding_attention or full_attention",
          found: name ?? "something else")
      }
    }
  }

  func invalid(_ key: String, _ expected: String, _ found: JSONValue) -> LanguageModelsError {
    .invalidConfiguration(path: path, key: key, expected: expected, found: found.serialized())
  }
}
