import Foundation
import LinearAlgebra

/// y = W x + b in float64, with W read from its file when it is needed.
struct ReferenceLinear {
  let weights: WeightMatrix
  let bias: [Float]?

  init(_ weights: WeightMatrix, bias: [Float]? = nil) {
    self.weights = weights
    self.bias = bias
  }

  /// Row `index` of W.
  func row(_ index: Int) throws -> [Double] {
    try [Float](unsafeUninitializedCapacity: weights.inputs) { buffer, count in
      try weights.readRow(index, into: buffer)
      count = weights.inputs
    }.map(Double.init)
  }

  /// One product for each row of `x` [T × inputs]: [T × outputs].
  func apply(_ x: Matrix<Double>) throws -> Matrix<Double> {
    var y = Matrix<Double>(rows: x.rows, columns: weights.outputs)
    for output in 0..<weights.outputs {
      let w = try row(output)
      for t in 0..<x.rows {
        var sum = bias.map { Double($0[output]) } ?? 0
        for (weight, value) in zip(w, x.row(t)) { sum += weight * value }
        y[t, output] = sum
      }
    }
    return y
  }
}

extension ReferenceForward {
  /// Every row normalised over its whole width.
  func normalized(
    _ x: Matrix<Double>, _ norm: Normalization, _ weights: NormWeights
  ) -> Matrix<Double> {
    var y = x
    for t in 0..<x.rows {
      let row = x.row(t)
      let count = Double(row.count)
      let mean = norm.kind == .layer ? row.reduce(0, +) / count : 0
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      let scale = 1 / (variance + Double(norm.epsilon)).squareRoot()
      for d in 0..<x.columns {
        let bias = weights.bias.map { Double($0[d]) } ?? 0
        y[t, d] = (x[t, d] - mean) * scale * Double(weights.weight[d]) + bias
      }
    }
    return y
  }

  /// Every head of every row divided by its root mean square.
  func headNormalized(
    _ x: Matrix<Double>, _ weight: [Float], _ epsilon: Double
  ) -> Matrix<Double> {
    var y = x
    let width = weight.count
    for t in 0..<x.rows {
      for start in stride(from: 0, to: x.columns, by: width) {
        let square = (0..<width).reduce(0.0) { $0 + x[t, start + $1] * x[t, start + $1] }
        let scale = 1 / (square / Double(width) + epsilon).squareRoot()
        for d in 0..<width { y[t, start + d] = x[t, start + d] * scale * Double(weight[d]) }
      }
    }
    return y
  }

  /// Pairs (i, i + half) of every head turned by position × frequency.
  func rotated(_ x: Matrix<Double>, _ rotary: Rotary, headWidth: Int) -> Matrix<Double> {
    var y = x
    let frequencies = rotary.inverseFrequencies
    for t in 0..<x.rows {
      for start in stride(from: 0, to: x.columns, by: headWidth) {
        for (i, frequency) in frequencies.enumerated() {
          let angle = Double(Float(t) * frequency)
          let (a, b) = (x[t, start + i], x[t, start + frequencies.count + i])
          y[t, start + i] = a * cos(angle) - b * sin(angle)
          y[t, start + frequencies.count + i] = b * cos(angle) + a * sin(angle)
        }
      }
    }
    return y
  }
}

extension Activation {
  /// The function by its definition.
  func exact(_ x: Double) -> Double {
    switch self {
    case .silu: x / (1 + exp(-x))
    case .geluTanh: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .geluErf: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .relu: max(x, 0)
    }
  }
}

extension Matrix where Element == Double {
  func mapElements(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map(transform))
  }

  func adding(_ other: Matrix) -> Matrix { combining(other, +) }

  func multiplying(_ other: Matrix) -> Matrix { combining(other, *) }

  private func combining(
    _ other: Matrix, _ combine: (Double, Double) -> Double
  ) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      elements: zip(elements, other.elements).map { combine($0, $1) })
  }
}
