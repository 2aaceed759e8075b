public import TextFiles

/// The numbers that make a ``GaussianWorld``.
public struct GaussianWorldSettings: Sendable, Equatable {
  /// Where the noise of the evidence comes from.
  public enum Noise: Sendable, Equatable {
    /// Independent normal numbers with standard deviation
    /// √(floor² + confusion² · 4 c (1 - c)): what is half known is confused most.
    case gaussian
    /// The crosstalk of an associative memory Σ c e_y kᵀ with random keys of this many dimensions,
    /// whose size does not depend on c, beside the floor.
    case memory(dimension: Int)
  }

  /// Options of a question, K.
  public var options = 4
  /// Mean exposures of an entity that was met at all.
  public var meanExposures = 40.0
  /// Exponent s of the rank-frequency law, exposures ∝ rank^-s.
  public var zipfExponent = 1.4
  /// Exposures n₀ at which familiarity c = 1 - exp(-n / n₀) reaches 63 %.
  public var exposureScale = 3.0
  /// The share of entities that were never met: without it no question has familiarity near 0.
  public var unknownShare = 0.25
  /// Evidence for the right option at full familiarity, g.
  public var gain = 8.0
  /// The noise of the evidence at familiarity 0 and 1.
  public var noiseFloor = 0.08
  /// The additional noise at familiarity 1/2.
  public var confusion = 1.4
  /// Where the noise comes from.
  public var noise = Noise.gaussian

  /// The default world.
  public init() {}

  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` for numbers that make no world.
  public func check() throws {
    func require(_ holds: Bool, _ sentence: String) throws {
      if !holds { throw HedgedPredictionError.badSetting(sentence) }
    }
    try require((2...26).contains(options), "A question has 2 to 26 options; found \(options).")
    let positive = [meanExposures, zipfExponent, exposureScale, gain]
    try require(
      positive.allSatisfy { $0 > 0 && $0.isFinite },
      "Exposures, exponent, exposure scale and gain of a world must be positive.")
    try require(
      (0..<1).contains(unknownShare),
      "The unknown share of a world lies in 0 ..< 1; found \(unknownShare).")
    try require(
      noiseFloor > 0 && confusion >= 0 && noiseFloor.isFinite && confusion.isFinite,
      "The noise floor of a world must be positive and its confusion at least 0.")
    if case .memory(let dimension) = noise {
      try require(dimension > 0, "An associative memory needs at least one dimension.")
    }
  }

  /// The settings as data.
  public var json: JSONValue {
    var memory = JSONValue.null
    if case .memory(let dimension) = noise { memory = .integer(Int64(dimension)) }
    return [
      "options": .integer(Int64(options)), "mean_exposures": .number(meanExposures),
      "zipf_exponent": .number(zipfExponent), "exposure_scale": .number(exposureScale),
      "unknown_share": .number(unknownShare), "gain": .number(gain),
      "noise_floor": .number(noiseFloor), "confusion": .number(confusion),
      "memory_dimension": memory,
    ]
  }
}
