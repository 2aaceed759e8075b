import Foundation
import LinearAlgebra
import Statistics

/// A linear softmax classifier trained by full-batch Adam on target distributions.
struct SoftmaxHead {
  private let inputs: Int
  private let places: Int
  /// Weights, places × inputs, then biases.
  private var parameters: [Double]
  private var adam: AdamState

  /// Small normal weights, biases at zero.
  init(inputs: Int, places: Int, learningRate: Double, generator: RandomGenerator) {
    var stream = generator
    (self.inputs, self.places) = (inputs, places)
    parameters =
      (0..<places * inputs).map { _ in 0.01 * stream.normal() }
      + [Double](repeating: 0, count: places)
    adam = AdamState(parameters.count, learningRate: learningRate)
  }

  /// One distribution a row of `x`, [n × inputs].
  func predictions(_ x: Matrix<Float>) -> [[Double]] {
    let logits = logits(x)
    return (0..<x.rows).map { softmax(logits.row($0).map(Double.init)) }
  }

  /// One step of Adam on Σ weight · cross-entropy + penalty · Σ w²; returns the former.
  mutating func step(
    _ x: Matrix<Float>, targets: [[Double]], weights shares: [Double], penalty: Double
  ) -> Double {
    var loss = 0.0
    var residuals = Matrix<Float>(rows: x.rows, columns: places)
    for (row, p) in predictions(x).enumerated() {
      for place in p.indices {
        let target = targets[row][place]
        if target > 0 { loss -= shares[row] * target * log(max(p[place], 1e-300)) }
        residuals[row, place] = Float(shares[row] * (p[place] - target))
      }
    }
    var slope = Matrix<Float>(rows: places, columns: inputs)
    residuals.withView { residuals in
      x.withView { x in
        slope.withMutableView { multiply(residuals, x, into: $0, transposeLeft: true) }
      }
    }
    var gradient = slope.elements.enumerated().map {
      Double($1) + 2 * penalty * parameters[$0]
    }
    gradient += (0..<places).map { place in
      (0..<x.rows).reduce(0) { $0 + Double(residuals[$1, place]) }
    }
    adam.update(&parameters, gradient)
    return loss
  }

  private func logits(_ x: Matrix<Float>) -> Matrix<Float> {
    let weights = Matrix(
      rows: places, columns: inputs, elements: parameters.prefix(places * inputs).map { Float($0) })
    let biases = parameters.suffix(places).map { Float($0) }
    var logits = Matrix<Float>(rows: x.rows, columns: places)
    logits.withMutableView { logits in
      for row in 0..<logits.rows {
        for place in biases.indices { logits[row, place] = biases[place] }
      }
      x.withView { x in
        weights.withView { multiply(x, $0, into: logits, transposeRight: true, beta: 1) }
      }
    }
    return logits
  }
}
