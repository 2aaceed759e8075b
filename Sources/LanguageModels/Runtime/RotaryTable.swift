import Foundation
import LinearAlgebra

/// Cosines and sines of rotary angles for positions 0..<`positions`, [positions × half] each.
final class RotaryTable: Sendable {
  let half: Int
  let positions: Int
  private let values: AlignedBuffer

  /// Angles are float32 products and their cosines correctly rounded, as in Hugging Face.
  init(_ rotary: Rotary, positions: Int) {
    let frequencies = rotary.inverseFrequencies
    let half = frequencies.count
    self.half = half
    self.positions = positions
    let values = AlignedBuffer(uninitialized: 2 * positions * half)
    for position in 0..<positions {
      for (pair, frequency) in frequencies.enumerated() {
        let angle = Double(Float(position) * frequency)
        values.base[position * half + pair] = Float(cos(angle))
        values.base[(positions + position) * half + pair] = Float(sin(angle))
      }
    }
    self.values = values
  }

  func cosine(_ position: Int) -> UnsafePointer<Float> {
    UnsafePointer(values.base + position * half)
  }

  func sine(_ position: Int) -> UnsafePointer<Float> {
    UnsafePointer(values.base + (positions + position) * half)
  }
}
