import Foundation
import LinearAlgebra
import Statistics

/// A linear softmax classifier trained by full-batch Adam on target distributions.
struct SoftmaxHead {
  /// places × inputs.
  private var weights: Matrix<Float>
  private var biases: [Float]
  private var moments: (means: [Double], squares: [Double])
  private var steps = 0

  /// Small normal weights, biases at zero.
  init(inputs: Int, places: Int, generator: RandomGenerator) {
    var stream = generator
    weights = Matrix(
      rows: places, columns: inputs,
      elements: (0..<places * inputs).map { _ in Float(0.01 * stream.normal()) })
    biases = [Float](repeating: 0, count: places)
    let count = places * inputs + places
    moments = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
  }

  /// One distribution a row of `x`, [n × inputs].
  func predictions(_ x: Matrix<Float>) -> [[Double]] {
    let logits = logits(x)
    return (0..<x.rows).map { softmax(logits.row($0).map(Double.init)) }
  }

  /// One step of Adam (0.9, 0.999) on Σ weight · cross-entropy + penalty · Σ w²; returns the former.
  mutating func step(
    _ x: Matrix<Float>, targets: [[Double]], weights shares: [Double], learningRate: Double,
    penalty: Double
  ) -> Double {
    var loss = 0.0
    var residuals = Matrix<Float>(rows: x.rows, columns: biases.count)
    for (row, p) in predictions(x).enumerated() {
      for place in p.indices {
        let target = targets[row][place]
        if target > 0 { loss -= shares[row] * target * log(max(p[place], 1e-300)) }
        residuals[row, place] = Float(shares[row] * (p[place] - target))
      }
    }
    var slope = Matrix<Float>(rows: weights.rows, columns: weights.columns)
    residuals.withView { residuals in
      x.withView { x in
        slope.withMutableView { multiply(residuals, x, into: $0, transposeLeft: true) }
      }
    }
    var biasSlope = [Double](repeating: 0, count: biases.count)
    for row in 0..<residuals.rows {
      for (place, value) in residuals.row(row).enumerated() { biasSlope[place] += Double(value) }
    }
    update(slope, biasSlope, learningRate: learningRate, penalty: penalty)
    return loss
  }

  private mutating func update(
    _ slope: Matrix<Float>, _ biasSlope: [Double], learningRate: Double, penalty: Double
  ) {
    steps += 1
    let corrections = (1 - pow(0.9, Double(steps)), 1 - pow(0.999, Double(steps)))
    var values = weights.elements
    func move(_ index: Int, _ gradient: Double) -> Double {
      moments.means[index] += 0.1 * (gradient - moments.means[index])
      moments.squares[index] += 0.001 * (gradient * gradient - moments.squares[index])
      let mean = moments.means[index] / corrections.0
      return learningRate * mean / ((moments.squares[index] / corrections.1).squareRoot() + 1e-8)
    }
    for index in values.indices {
      let gradient = Double(slope.elements[index]) + 2 * penalty * Double(values[index])
      values[index] -= Float(move(index, gradient))
    }
    for place in biases.indices {
      biases[place] -= Float(move(values.count + place, biasSlope[place]))
    }
    weights = Matrix(rows: weights.rows, columns: weights.columns, elements: values)
  }

  private func logits(_ x: Matrix<Float>) -> Matrix<Float> {
    var logits = Matrix<Float>(rows: x.rows, columns: biases.count)
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
