import LinearAlgebra
import Statistics

/// One batch on its way through a network and back, with memory for up to a number of rows.
struct PerceptronPass {
  private let layers: [Perceptron.Layer]
  private let hasBias: Bool
  /// Outputs of each layer, hidden ones after dropout and ReLU, [rows × outputs].
  private var activations: [Matrix<Float>]
  /// What each hidden value was multiplied with; 0 where it was left out or not positive.
  private var factors: [Matrix<Float>]

  init(_ network: Perceptron, rows: Int) {
    layers = network.layers
    hasBias = network.hasBias
    activations = layers.map { Matrix(rows: rows, columns: $0.outputs) }
    factors = layers.dropLast().map { Matrix(rows: rows, columns: $0.outputs) }
  }

  /// The last layer's outputs.
  var outputs: Matrix<Float> { activations[activations.count - 1] }

  /// Runs the network on exactly as many rows as there is memory for. `dropping` is the chance and
  /// the stream of numbers to drop hidden values with; nil for none.
  mutating func forward(
    _ parameters: UnsafeBufferPointer<Float>, _ input: MatrixView<Float>,
    dropping: (chance: Double, random: RandomGenerator)?
  ) {
    var random = dropping?.random
    for (index, layer) in layers.enumerated() {
      var result = activations[index]
      // Held by nobody else while it is written.
      activations[index] = Matrix(rows: 0, columns: 0)
      result.withMutableView { result in
        if index == 0 {
          Self.apply(layer, parameters, input, result)
        } else {
          activations[index - 1].withView { Self.apply(layer, parameters, $0, result) }
        }
        guard index < layers.count - 1 else { return }
        factors[index].withMutableView {
          Self.rectify(result, $0, chance: dropping?.chance ?? 0, random: &random)
        }
      }
      activations[index] = result
    }
  }

  private static func apply(
    _ layer: Perceptron.Layer, _ parameters: UnsafeBufferPointer<Float>, _ input: MatrixView<Float>,
    _ result: MutableMatrixView<Float>
  ) {
    guard let base = parameters.baseAddress else { return }
    let weights = MatrixView(base: base + layer.weights, rows: layer.outputs, columns: layer.inputs)
    multiply(input, weights, into: result, transposeRight: true)
    guard let biases = layer.biases.map({ base + $0 }) else { return }
    for row in 0..<result.rows {
      let values = result.row(row)
      for column in 0..<layer.outputs { values[column] += biases[column] }
    }
  }

  /// Dropout, then ReLU; what survives dropout grows by 1 / (1 - chance).
  private static func rectify(
    _ values: MutableMatrixView<Float>, _ factors: MutableMatrixView<Float>, chance: Double,
    random: inout RandomGenerator?
  ) {
    let growth = Float(1 / (1 - chance))
    for row in 0..<values.rows {
      let (value, factor) = (values.row(row), factors.row(row))
      for column in 0..<values.columns {
        let isDropped = chance > 0 && (random?.uniform() ?? 1) < chance
        factor[column] = isDropped || value[column] <= 0 ? 0 : growth
        value[column] = factor[column] == 0 ? 0 : value[column] * growth
      }
    }
  }

  /// The gradient of all parameters, from that of the outputs; overwrites `gradient`.
  func backward(
    _ parameters: UnsafeBufferPointer<Float>, _ input: MatrixView<Float>,
    outputGradient: Matrix<Float>, into gradient: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = parameters.baseAddress, let result = gradient.baseAddress else { return }
    var upper = outputGradient
    for (index, layer) in layers.enumerated().reversed() {
      upper.withView { upper in
        let weights = MutableMatrixView(
          base: result + layer.weights, rows: layer.outputs, columns: layer.inputs)
        if index == 0 {
          multiply(upper, input, into: weights, transposeLeft: true)
        } else {
          activations[index - 1].withView {
            multiply(upper, $0, into: weights, transposeLeft: true)
          }
        }
        if let biases = layer.biases.map({ result + $0 }) { Self.sumRows(upper, into: biases) }
      }
      guard index > 0 else { return }
      var lower = Matrix<Float>(rows: upper.rows, columns: layer.inputs)
      lower.withMutableView { lower in
        upper.withView { upper in
          let weights = MatrixView(
            base: base + layer.weights, rows: layer.outputs, columns: layer.inputs)
          multiply(upper, weights, into: lower)
        }
        factors[index - 1].withView { factors in
          for row in 0..<lower.rows {
            let (values, factor) = (lower.row(row), factors.row(row))
            for column in 0..<lower.columns { values[column] *= factor[column] }
          }
        }
      }
      upper = lower
    }
  }

  private static func sumRows(_ rows: MatrixView<Float>, into sums: UnsafeMutablePointer<Float>) {
    sums.update(repeating: 0, count: rows.columns)
    for row in 0..<rows.rows {
      let values = rows.row(row)
      for column in 0..<rows.columns { sums[column] += values[column] }
    }
  }
}
