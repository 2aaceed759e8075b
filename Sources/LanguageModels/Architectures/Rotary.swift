import Foundation

/// Rotary positions: pairs of a head's values are turned by an angle that grows with the position.
public struct Rotary: Sendable, Hashable {
  /// How frequencies are stretched for contexts longer than the one trained first.
  public enum Scaling: Sendable, Hashable {
    /// Not at all.
    case none
    /// All frequencies divided by a factor.
    case linear(factor: Float)
    /// Llama 3: low frequencies divided, high ones kept, those between interpolated.
    case llama3(factor: Float, lowFrequency: Float, highFrequency: Float, originalContext: Float)
    /// Each frequency divided by its own number, as GGUF files store it.
    case divided(by: [Float])
  }

  /// Base of the geometric series of frequencies.
  public var theta: Double
  /// Values of a head that are turned, from its start; even.
  public var dimensions: Int
  /// Stretching for long contexts.
  public var scaling: Scaling = .none

  /// Radians a token for each pair, `dimensions / 2` of them, rounded to float32 at the same places
  /// as Hugging Face does.
  public var inverseFrequencies: [Float] {
    let plain = (0..<dimensions / 2).map { pair in
      1 / Float(pow(Float64(theta), Float64(Float(2 * pair) / Float(dimensions))))
    }
    switch scaling {
    case .none: return plain
    case .linear(let factor): return plain.map { $0 / factor }
    case .divided(let divisors): return zip(plain, divisors).map { $0 / $1 }
    case .llama3(let factor, let low, let high, let context):
      return plain.map { frequency in
        let wavelength = 2 * Float.pi / frequency
        if wavelength < context / high { return frequency }
        if wavelength > context / low { return frequency / factor }
        let smooth = (context / wavelength - low) / (high - low)
        return (1 - smooth) * frequency / factor + smooth * frequency
      }
    }
  }
}
