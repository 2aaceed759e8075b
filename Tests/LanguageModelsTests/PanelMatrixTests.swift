import CKernels
import LinearAlgebra
import TensorFiles
import Testing

@testable import LanguageModels

/// The packed product against plain sums, for sizes around those of tiles and panels.
@Suite struct PanelMatrixTests {
  static func numbers(_ count: Int, seed: UInt32) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) / Float(Int32.max)
    }
  }

  static func matrix(outputs: Int, inputs: Int, seed: UInt32) -> (WeightMatrix, [Float]) {
    let floats = numbers(outputs * inputs, seed: seed)
    let tensor = TensorView(name: "w", shape: [outputs, inputs], floats: floats)
    return (WeightMatrix(tensor, outputs: outputs), floats)
  }

  static func product(_ packed: PanelMatrix, _ x: [Float], rows: Int) -> Matrix<Float> {
    let x = Matrix(rows: rows, columns: packed.inputs, elements: x)
    var y = Matrix<Float>(rows: rows, columns: packed.outputs, repeating: 2)
    x.withView { x in y.withMutableView { packed.multiply(x, into: $0) } }
    return y
  }

  private static func sum(_ w: [Float], _ row: Int, _ x: [Float], _ t: Int, _ inputs: Int) -> Double
  {
    (0..<inputs).reduce(0) { $0 + Double(w[row * inputs + $1]) * Double(x[t * inputs + $1]) }
  }

  @Test(arguments: [(1, 1, 1), (3, 31, 5), (14, 32, 64), (15, 33, 7), (29, 100, 33), (300, 65, 48)])
  func productWithBias(_ rows: Int, _ outputs: Int, _ inputs: Int) throws {
    let (weights, w) = PanelMatrixTests.matrix(outputs: outputs, inputs: inputs, seed: 1)
    let bias = PanelMatrixTests.numbers(outputs, seed: 2)
    let x = PanelMatrixTests.numbers(rows * inputs, seed: 3)
    let packed = try PanelMatrix([weights], biases: [bias], form: PanelForm(.float32))
    let y = PanelMatrixTests.product(packed, x, rows: rows)
    for t in 0..<rows {
      for n in 0..<outputs {
        let exact = PanelMatrixTests.sum(w, n, x, t, inputs) + Double(bias[n])
        #expect(abs(Double(y[t, n]) - exact) < 1e-5)
      }
    }
    var row = [Float](repeating: 0, count: inputs)
    packed.unpackRow(outputs - 1, into: &row)
    #expect(row == Array(w.suffix(inputs)))
  }

  @Test func matricesInMemoryAndTheirTransposes() throws {
    let w = PanelMatrixTests.numbers(40 * 33, seed: 8)
    let x = PanelMatrixTests.numbers(3 * 40, seed: 9)
    let matrix = Matrix(rows: 40, columns: 33, elements: w)
    let (plain, turned) = try matrix.withView {
      (
        try PanelMatrix($0, precision: .float32),
        try PanelMatrix($0, transposed: true, precision: .float32)
      )
    }
    #expect(plain.outputs == 40 && turned.outputs == 33 && turned.inputs == 40)
    let y = PanelMatrixTests.product(plain, Array(x.prefix(66)), rows: 2)
    #expect(abs(Double(y[1, 39]) - PanelMatrixTests.sum(w, 39, x, 1, 33)) < 1e-5)
    let z = PanelMatrixTests.product(turned, x, rows: 3)
    for column in [0, 32] {
      let exact = (0..<40).reduce(0.0) { $0 + Double(w[$1 * 33 + column]) * Double(x[40 + $1]) }
      #expect(abs(Double(z[1, column]) - exact) < 1e-5)
    }
  }

  @Test func stackedMatrices() throws {
    let (first, a) = PanelMatrixTests.matrix(outputs: 20, inputs: 9, seed: 4)
    let (second, b) = PanelMatrixTests.matrix(outputs: 30, inputs: 9, seed: 5)
    let x = PanelMatrixTests.numbers(2 * 9, seed: 6)
    let y = PanelMatrixTests.product(
      try PanelMatrix([first, second], form: PanelForm(.float32)), x, rows: 2)
    #expect(abs(Double(y[1, 19]) - PanelMatrixTests.sum(a, 19, x, 1, 9)) < 1e-5)
    #expect(abs(Double(y[1, 20]) - PanelMatrixTests.sum(b, 0, x, 1, 9)) < 1e-5)
  }

  @Test(arguments: [Activation.silu, .geluTanh, .geluErf, .relu], [16, 40, 47])
  func gatedProduct(_ activation: Activation, _ outputs: Int) throws {
    let (gate, g) = PanelMatrixTests.matrix(outputs: outputs, inputs: 24, seed: 7)
    let (up, u) = PanelMatrixTests.matrix(outputs: outputs, inputs: 24, seed: 8)
    let packed = try PanelMatrix(gate: gate, up: up, form: PanelForm(.float32))
    let x = Matrix(rows: 17, columns: 24, elements: PanelMatrixTests.numbers(17 * 24, seed: 9))
    var y = Matrix<Float>(rows: 17, columns: outputs)
    x.withView { x in
      y.withMutableView { packed.multiply(x, into: $0, activation: activation.kernel) }
    }
    for t in 0..<17 {
      for n in 0..<outputs {
        let inner = activation.exact(PanelMatrixTests.sum(g, n, x.elements, t, 24))
        let exact = inner * PanelMatrixTests.sum(u, n, x.elements, t, 24)
        #expect(abs(Double(y[t, n]) - exact) < 1e-5)
      }
    }
  }

  @Test func accumulation() throws {
    let (weights, w) = PanelMatrixTests.matrix(outputs: 5, inputs: 6, seed: 10)
    let x = Matrix(rows: 3, columns: 6, elements: PanelMatrixTests.numbers(18, seed: 11))
    var y = Matrix<Float>(rows: 3, columns: 5, repeating: 10)
    let packed = try PanelMatrix([weights], form: PanelForm(.float32))
    x.withView { x in y.withMutableView { packed.multiply(x, into: $0, accumulate: true) } }
    #expect(abs(Double(y[2, 4]) - 10 - PanelMatrixTests.sum(w, 4, x.elements, 2, 6)) < 1e-5)
  }
}
