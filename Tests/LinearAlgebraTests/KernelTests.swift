import CKernels
import Foundation
import LinearAlgebra
import Testing

/// The C kernels against the same formulas in double precision.
@Suite struct KernelTests {
  private func values(_ n: Int, scale: Float, _ phase: Double = 0.3) -> [Float] {
    let matrix: Matrix<Float> = pattern(1, n, phase)
    return matrix.elements.map { $0 * scale }
  }

  @Test func exponentialIsWithinTwoUlp() {
    var x = stride(from: Float(-87), through: 88, by: 0.00137).map { $0 }
    let expected = x.map { Float(Foundation.exp(Double($0))) }
    kn_exp_f32(&x, x.count)
    let worst = zip(x, expected).map { abs($0 - $1) / $1.ulp }.max() ?? 0
    #expect(worst <= 2)
    var low: [Float] = [-100, -1000, -.infinity]
    kn_exp_f32(&low, 3)
    #expect(low == [0, 0, 0])
  }

  @Test(arguments: [1, 15, 16, 17, 1023, 1024, 1025, 49152])
  func entropyAndLogSumExpOfARow(n: Int) {
    let x = values(n, scale: 12)
    let largest = Double(x.max() ?? 0)
    let weights = x.map { Foundation.exp(Double($0) - largest) }
    let total = weights.reduce(0, +)
    let entropy = weights.reduce(0) { $0 - ($1 / total) * Foundation.log($1 / total) }
    var logSumExp = 0.0
    #expect(abs(kn_entropy_f32(x, n, &logSumExp) - entropy) < 2e-6)
    #expect(abs(logSumExp - (largest + Foundation.log(total))) < 2e-6)
    #expect(abs(kn_log_sum_exp_f32(x, n) - logSumExp) < 1e-9)
    var probabilities = x
    kn_softmax_f32(&probabilities, n)
    let worst = zip(probabilities, weights).map { abs(Double($0) - $1 / total) }.max() ?? 0
    #expect(worst < 1e-6)
  }

  @Test func entropyOfExtremeRows() {
    var logSumExp = 0.0
    #expect(abs(kn_entropy_f32([0, 0, 0, 0], 4, &logSumExp) - Foundation.log(4)) < 1e-7)
    #expect(abs(kn_entropy_f32([0, 0, -.infinity], 3, &logSumExp) - Foundation.log(2)) < 1e-7)
    #expect(kn_entropy_f32([1000, -1000, -.infinity], 3, &logSumExp) == 0)
    #expect(logSumExp == 1000)
  }

  @Test func activationsMatchTheirFormulas() {
    let x = values(4001, scale: 8)
    var tanhForm = x, erfForm = x, gate = x
    kn_gelu_tanh_f32(&tanhForm, x.count)
    kn_gelu_erf_f32(&erfForm, x.count)
    let up = values(4001, scale: 2, 0.9)
    kn_silu_multiply_f32(&gate, up, x.count)
    for i in x.indices {
      let v = Double(x[i])
      let inner = 0.7978845608028654 * (v + 0.044715 * v * v * v)
      #expect(abs(Double(tanhForm[i]) - 0.5 * v * (1 + Foundation.tanh(inner))) < 2e-6)
      #expect(abs(Double(erfForm[i]) - 0.5 * v * (1 + Foundation.erf(v / 2.0.squareRoot()))) < 2e-6)
      #expect(abs(Double(gate[i]) - v / (1 + Foundation.exp(-v)) * Double(up[i])) < 4e-6)
    }
  }

  @Test(arguments: [1, 3, 64, 576, 1000])
  func normsMatchTheirFormulas(n: Int) {
    let x = values(n, scale: 3).map { $0 + 40 }
    let weight = values(n, scale: 1, 0.7), bias = values(n, scale: 1, 0.1)
    var rms = x, layer = x
    kn_rms_norm_f32(x, weight, 1, 1e-5, &rms, n)
    kn_layer_norm_f32(x, weight, bias, 1e-5, &layer, n)
    let doubles = x.map(Double.init)
    let square = doubles.reduce(0) { $0 + $1 * $1 } / Double(n)
    let mean = doubles.reduce(0, +) / Double(n)
    let variance = doubles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    for i in 0..<n {
      let expected = doubles[i] / (square + 1e-5).squareRoot() * (Double(weight[i]) + 1)
      #expect(abs(Double(rms[i]) - expected) < 2e-6)
      let centred = (doubles[i] - mean) / (variance + 1e-5).squareRoot()
      #expect(abs(Double(layer[i]) - centred * Double(weight[i]) - Double(bias[i])) < 2e-4)
    }
  }

  @Test func rotationKeepsLengthAndAngle() {
    var x: [Float] = [1, 0, 0, 1]
    kn_rotary_f32(&x, [0, 1], [1, 0], 2)
    #expect(x == [0, 0, 1, 1])
  }

  @Test func dotsAndAxpy() {
    let a = values(1003, scale: 1), b = values(1003, scale: 1, 0.8)
    let expected = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(kn_dot_f32(a, b, 1003)) - expected) < 1e-4)
    var y = b
    kn_axpy_f32(2, a, &y, 1003)
    #expect(y[77] == b[77] + 2 * a[77])
  }

  @Test func openBLASRunsTheWidestCoreOfThisProcessor() {
    let features = String(cString: kn_cpu_features())
    if features.contains("avx2") { #expect(BLAS.coreName != "Prescott") }
    if features.contains("avx512"), ProcessInfo.processInfo.environment["KNOWABLE_BLAS_CORE"] == nil
    {
      #expect(["SkylakeX", "Cooperlake", "SapphireRapids", "Zen4"].contains(BLAS.coreName))
    }
  }

  @Test func parallelLoopsCoverEveryIndexOnceAndNest() {
    let sums = Matrix<Double>(rows: 50, columns: 1) { view in
      parallelFor(50, grain: 7) { rows in
        for r in rows {
          parallelFor(r, grain: 2) { inner in
            for i in inner { view[r, 0] += Double(i) }
          }
        }
      }
    }
    for r in 0..<50 { #expect(sums[r, 0] == Double(r * (r - 1) / 2)) }
  }
}
