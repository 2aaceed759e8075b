import Foundation
import LanguageModels
import LinearAlgebra

/// Cosines and sines of rotary angles for every position of a context, and the sines of turning back.
final class RotaryAngles: Sendable {
  let half: Int
  private let values: AlignedBuffer
  private let positions: Int

  /// Angles are float32 products, as in Hugging Face.
  init(_ rotary: Rotary, positions: Int) {
    let frequencies = rotary.inverseFrequencies
    let half = frequencies.count
    let values = AlignedBuffer(uninitialized: 3 * positions * half)
    for position in 0..<positions {
      for (pair, frequency) in frequencies.enumerated() {
        let angle = Double(Float(position) * frequency)
        let place = position * half + pair
        values.base[place] = Float(cos(angle))
        values.base[positions * half + place] = Float(sin(angle))
        values.base[2 * positions * half + place] = -Float(sin(angle))
      }
    }
    self.half = half
    self.values = values
    self.positions = positions
  }

  func cosine(_ position: Int) -> UnsafePointer<Float> {
    UnsafePointer(values.base + position * half)
  }

  /// The sine of the angle, or of its opposite.
  func sine(_ position: Int, backward: Bool = false) -> UnsafePointer<Float> {
    UnsafePointer(values.base + ((backward ? 2 : 1) * positions + position) * half)
  }
}
