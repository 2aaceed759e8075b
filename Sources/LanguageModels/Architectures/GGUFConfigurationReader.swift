import TensorFiles

/// Reads a model's configuration from GGUF metadata, where keys start with the family's name.
struct GGUFConfigurationReader {
  let file: GGUFFile
  let family: String

  init(_ file: GGUFFile) throws {
    self.file = file
    guard let family = file.metadata["general.architecture"]?.string else {
      throw LanguageModelsError.invalidConfiguration(
        path: file.path, key: "general.architecture", expected: "the name of a model family",
        found: "none")
    }
    self.family = family
  }

  /// A positive integer under `family.key`.
  func size(_ key: String, limit: Int = ModelSizes.limit) throws -> Int {
    guard let size = try optionalSize(key, limit: limit) else {
      throw invalid(key, "a positive integer", nil)
    }
    return size
  }

  func optionalSize(_ key: String, limit: Int = ModelSizes.limit) throws -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.int, number > 0, number <= limit else {
      throw invalid(key, "a positive integer up to \(limit)", value)
    }
    return number
  }

  func number(_ key: String) throws -> Double {
    guard let number = try optionalNumber(key) else { throw invalid(key, "a number", nil) }
    return number
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

  /// The sizes of a decoder; the vocabulary's is that of the token embedding.
  func sizes() throws -> ModelSizes {
    if let experts = try optionalSize("expert_count"), experts > 1 {
      throw invalid("expert_count", "none (a dense model)", value("expert_count"))
    }
    let width = try size("embedding_length")
    let heads = try size("attention.head_count")
    let sizes = ModelSizes(
      layers: try size("block_count", limit: ModelSizes.layerLimit), width: width, heads: heads,
      keyValueHeads: try optionalSize("attention.head_count_kv") ?? heads,
      headWidth: try optionalSize("attention.key_length") ?? width / heads,
      feedForwardWidth: try size("feed_forward_length"),
      vocabularySize: try file.tensor("token_embd.weight").rows,
      contextLength: try size("context_length"))
    try sizes.validate(path: file.path)
    return sizes
  }

  /// Rotary positions, with the divisors that files of Llama 3 carry as a tensor.
  func rotary(_ sizes: ModelSizes) throws -> Rotary {
    var rotary = Rotary(
      theta: try optionalNumber("rope.freq_base") ?? 10_000,
      dimensions: try optionalSize("rope.dimension_count") ?? sizes.headWidth)
    guard rotary.dimensions <= sizes.headWidth, rotary.dimensions % 2 == 0 else {
      throw invalid(
        "rope.dimension_count", "an even number up to \(sizes.headWidth)",
        value("rope.dimension_count"))
    }
    let type = value("rope.scaling.type")?.string ?? "none"
    if file.contains("rope_freqs.weight") {
      let divisors = try file.tensor("rope_freqs.weight")
      guard divisors.shape == [rotary.dimensions / 2] else {
        throw LanguageModelsError.wrongShape(
          path: file.path, name: "rope_freqs.weight", expected: [rotary.dimensions / 2],
          found: divisors.shape)
      }
      rotary.scaling = .divided(by: try divisors.floats())
    } else if type == "linear" {
      rotary.scaling = .linear(factor: Float(try number("rope.scaling.factor")))
    } else if type != "none" {
      throw invalid("rope.scaling.type", "none or linear", value("rope.scaling.type"))
    }
    return rotary
  }

  func norm(_ kind: Normalization.Kind) throws -> Normalization {
    let key = kind == .rms ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"
    return Normalization(kind: kind, epsilon: Float(try number(key)))
  }

  private func value(_ key: String) -> GGUFValue? { file.metadata["\(family).\(key)"] }

  private func invalid(
    _ key: String, _ expected: String, _ found: GGUFValue?
  ) -> LanguageModelsError {
    let text = found.map { $0.string ?? $0.double.map { "\($0)" } ?? "something else" } ?? "none"
    return .invalidConfiguration(
      path: file.path, key: "\(family).\(key)", expected: expected, found: text)
  }
}
