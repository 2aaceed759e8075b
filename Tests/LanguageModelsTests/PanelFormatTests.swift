import CKernels
import LinearAlgebra
import Testing

@testable import LanguageModels

/// Products of rounded and split panels, for sizes around those of tiles, panels and stretches.
@Suite struct PanelFormatTests {
  static let shapes = [
    (1, 1, 1), (3, 31, 5), (14, 32, 64), (16, 33, 31), (17, 40, 70), (33, 64, 130), (131, 65, 200),
  ]

  /// x, W, the weights as a panel keeps them, and y = x Wᵀ.
  private struct Sample {
    let x: [Float]
    let w: [Float]
    let kept: [Float]
    let y: Matrix<Float>

    init(_ shape: (rows: Int, outputs: Int, inputs: Int), _ format: kn_panel_format) throws {
      let (weights, w) = PanelMatrixTests.matrix(
        outputs: shape.outputs, inputs: shape.inputs, seed: 1)
      self.w = w
      x = PanelMatrixTests.numbers(shape.rows * shape.inputs, seed: 3)
      let packed = try PanelMatrix([weights], form: PanelForm(format: format))
      y = PanelMatrixTests.product(packed, x, rows: shape.rows)
      kept = (0..<shape.outputs).flatMap { output in
        var row = [Float](repeating: 0, count: shape.inputs)
        packed.unpackRow(output, into: &row)
        return row
      }
    }
  }

  private static func rounded(_ values: [Float]) -> [Float] {
    var halves = [UInt16](repeating: 0, count: values.count)
    kn_f32_to_bf16(values, &halves, values.count)
    return halves.map { Float(half: $0) }
  }

  @Test(arguments: shapes)
  func roundedPanels(_ rows: Int, _ outputs: Int, _ inputs: Int) throws {
    let sample = try Sample((rows, outputs, inputs), KN_PANELS_BF16)
    #expect(sample.kept == PanelFormatTests.rounded(sample.w))
    let isPrepared = kn_prepared_stride(KN_PANELS_BF16, inputs) > 0
    let x = isPrepared ? PanelFormatTests.rounded(sample.x) : sample.x
    for t in 0..<rows {
      for n in 0..<outputs {
        let exact = (0..<inputs).reduce(0.0) {
          $0 + Double(sample.kept[n * inputs + $1]) * Double(x[t * inputs + $1])
        }
        #expect(abs(Double(sample.y[t, n]) - exact) < 1e-5)
      }
    }
  }

  @Test(arguments: shapes)
  func splitPanels(_ rows: Int, _ outputs: Int, _ inputs: Int) throws {
    let sample = try Sample((rows, outputs, inputs), KN_PANELS_SPLIT)
    for (weight, kept) in zip(sample.w, sample.kept) {
      #expect(abs(weight - kept) <= abs(weight) * 0x1p-16)
    }
    for t in 0..<rows {
      for n in 0..<outputs {
        let exact = (0..<inputs).reduce(0.0) {
          $0 + Double(sample.w[n * inputs + $1]) * Double(sample.x[t * inputs + $1])
        }
        #expect(abs(Double(sample.y[t, n]) - exact) < 2e-5 * Double(inputs).squareRoot())
      }
    }
  }

  /// The emulated tiles against the manual's pseudocode written out: for each 32 inputs one chain
  /// over the even and one over the odd ones, added up and then added to the sum.
  @Test func emulatedTilesToTheLastBit() async {
    await #expect(processExitsWith: .success) {
      kn_emulate_amx()
      for (rows, outputs, inputs) in PanelFormatTests.shapes {
        let sample = try Sample((rows, outputs, inputs), KN_PANELS_BF16)
        let x = PanelFormatTests.rounded(sample.x)
        for t in 0..<rows {
          for n in 0..<outputs {
            var sum: Float = 0
            for first in stride(from: 0, to: inputs, by: 32) {
              var chains: (even: Float, odd: Float) = (0, 0)
              for k in stride(from: first, to: min(inputs, first + 32), by: 2) {
                chains.even.addProduct(x[t * inputs + k], sample.kept[n * inputs + k])
                guard k + 1 < inputs else { continue }
                chains.odd.addProduct(x[t * inputs + k + 1], sample.kept[n * inputs + k + 1])
              }
              sum += chains.even + chains.odd
            }
            #expect(sample.y[t, n] == sum)
          }
        }
        let split = try Sample((rows, outputs, inputs), KN_PANELS_SPLIT)
        for t in 0..<rows {
          for n in 0..<outputs {
            let exact = (0..<inputs).reduce(0.0) {
              $0 + Double(split.w[n * inputs + $1]) * Double(split.x[t * inputs + $1])
            }
            #expect(abs(Double(split.y[t, n]) - exact) < 2e-5 * Double(inputs).squareRoot())
          }
        }
      }
    }
  }
}
