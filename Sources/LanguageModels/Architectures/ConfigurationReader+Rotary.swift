import TextFiles

extension ConfigurationReader {
  /// Rotary positions of a model whose blocks share one kind of them.
  ///
  /// Reads the newer `rope_parameters` and the older `rope_theta` / `rope_scaling` /
  /// `partial_rotary_factor`; `thetaKey` and `fractionKey` name the older keys where a family calls
  /// them differently.
  func rotary(
    headWidth: Int, contextLength: Int, theta defaultTheta: Double = 10_000,
    fraction defaultFraction: Double = 1, thetaKey: String = "rope_theta",
    fractionKey: String = "partial_rotary_factor"
  ) throws -> Rotary {
    let parameters = try nested("rope_scaling") ?? nested("rope_parameters")
    let theta = try parameters?.optionalNumber("rope_theta") ?? optionalNumber(thetaKey)
    let fraction =
      try parameters?.optionalNumber("partial_rotary_factor") ?? optionalNumber(fractionKey)
    let share = fraction ?? defaultFraction
    let dimensions = (0...1).contains(share) ? Int(Double(headWidth) * share) : 0
    guard dimensions > 0, dimensions % 2 == 0 else {
      throw LanguageModelsError.invalidConfiguration(
        path: path, key: fractionKey,
        expected: "a fraction that turns an even number of a head's \(headWidth) values",
        found: "\(share)")
    }
    guard theta ?? defaultTheta > 0 else {
      throw LanguageModelsError.invalidConfiguration(
        path: path, key: thetaKey, expected: "a positive number", found: "\(theta ?? 0)")
    }
    return Rotary(
      theta: theta ?? defaultTheta, dimensions: dimensions,
      scaling: try parameters?.rotaryScaling(contextLength: contextLength) ?? .none)
  }

  /// The scaling that a `rope_scaling` or `rope_parameters` object describes.
  func rotaryScaling(contextLength: Int) throws -> Rotary.Scaling {
    let key = value("rope_type") == nil ? "type" : "rope_type"
    let type = try text(key, default: "default")
    switch type {
    case "default": return .none
    case "linear": return .linear(factor: try required("factor"))
    case "llama3":
      return .llama3(
        factor: try required("factor"), lowFrequency: try required("low_freq_factor"),
        highFrequency: try required("high_freq_factor"),
        originalContext: Float(
          try size("original_max_position_embeddings", default: contextLength)))
    default:
      throw LanguageModelsError.invalidConfiguration(
        path: path, key: key, expected: "default, linear or llama3", found: "\"\(type)\"")
    }
  }

  private func required(_ key: String) throws -> Float {
    guard let number = try optionalNumber(key), number > 0 else {
      throw LanguageModelsError.invalidConfiguration(
        path: path, key: key, expected: "a positive number", found: "none")
    }
    return Float(number)
  }
}
