public import LinearAlgebra
import Statistics

/// A stack of linear layers with ReLU in between; its numbers lie in one row, layer after layer,
/// weights [out × in] before biases [out].
public struct Perceptron: Sendable, Equatable {
  /// Width of the input, the hidden layers and the output.
  public let widths: [Int]
  /// Whether layers have biases.
  public let hasBias: Bool
  /// All numbers.
  public internal(set) var parameters: [Float]

  /// A layer's place in ``parameters``.
  struct Layer {
    let inputs: Int
    let outputs: Int
    let weights: Int
    /// Nil without biases.
    let biases: Int?
  }

  /// The network with these numbers; traps when there are too few or too many.
  public init(widths: [Int], hasBias: Bool = true, parameters: [Float]) {
    precondition(widths.count > 1 && widths.allSatisfy { $0 > 0 }, "A network has positive widths.")
    self.widths = widths
    self.hasBias = hasBias
    self.parameters = parameters
    precondition(parameters.count == Self.size(widths, hasBias), "A network needs all its numbers.")
  }

  /// Weights and biases even in ±1/√inputs, as PyTorch's `Linear` draws them.
  init(widths: [Int], random: RandomGenerator) {
    var random = random
    var parameters: [Float] = []
    parameters.reserveCapacity(Self.size(widths, true))
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      let bound = 1 / Double(inputs).squareRoot()
      for _ in 0..<(inputs + 1) * outputs {
        parameters.append(Float((2 * random.uniform() - 1) * bound))
      }
    }
    self.init(widths: widths, parameters: parameters)
  }

  /// The number of parameters of a network.
  static func size(_ widths: [Int], _ hasBias: Bool) -> Int {
    zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + (hasBias ? 1 : 0)) * $1.1 }
  }

  /// The layers in order.
  var layers: [Layer] {
    var place = 0
    return zip(widths, widths.dropFirst()).map { inputs, outputs in
      let weights = place
      place += inputs * outputs
      let biases = hasBias ? place : nil
      if hasBias { place += outputs }
      return Layer(inputs: inputs, outputs: outputs, weights: weights, biases: biases)
    }
  }

  /// The outputs for some rows, [rows × outputs], without dropout; deterministic on any number of
  /// threads. Traps when the width differs.
  public func outputs(_ input: Matrix<Float>) -> Matrix<Float> {
    precondition(input.columns == widths[0], "A network takes as many features as it was made for.")
    var pass = PerceptronPass(self, rows: input.rows)
    parameters.withUnsafeBufferPointer { numbers in
      input.withView { pass.forward(numbers, $0, dropping: nil) }
    }
    return pass.outputs
  }
}
