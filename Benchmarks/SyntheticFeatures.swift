import Foundation
import LinearAlgebra
import Probes
import Statistics

/// Features and labels of a known kind, for runs without a file.
struct SyntheticFeatures {
  let matrix: Matrix<Float>
  let labels: [Bool]

  /// Independent normal features, or with `isIllConditioned` a power-law spectrum 1/i in rotated
  /// directions (sixteen random reflections), as hidden states have it.
  init(rows: Int, width: Int, isIllConditioned: Bool, seed: UInt64 = 1) {
    let parent = RandomGenerator(seed: seed)
    var direction = parent.child("direction")
    let reflections = (0..<(isIllConditioned ? 16 : 0)).map { _ in
      let v = (0..<width).map { _ in Float(direction.normal()) }
      let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return v.map { $0 / length }
    }
    let truth = (0..<width).map { _ in Float(direction.normal()) / Float(width).squareRoot() }
    var elements = [Float](repeating: 0, count: rows * width)
    elements.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      parallelFor(rows, grain: 256) { range in
        var generator = parent.child(range.lowerBound)
        for row in range {
          let x = UnsafeMutableBufferPointer(rebasing: out[row * width..<(row + 1) * width])
          for j in 0..<width {
            x[j] = Float(generator.normal()) / (isIllConditioned ? Float(j + 1) : 1)
          }
          for v in reflections {
            let twice = 2 * (0..<width).reduce(Float(0)) { $0 + x[$1] * v[$1] }
            for j in 0..<width { x[j] -= twice * v[j] }
          }
        }
      }
    }
    var noise = parent.child("labels")
    labels = (0..<rows).map { row in
      let score = (0..<width).reduce(Float(0)) { $0 + elements[row * width + $1] * truth[$1] }
      return noise.uniform() < 1 / (1 + exp(-2 * Double(score)))
    }
    matrix = Matrix(rows: rows, columns: width, elements: elements)
  }
}
