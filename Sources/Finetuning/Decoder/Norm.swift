import CKernels
import LanguageModels
import LinearAlgebra

/// A norm over rows, with its gradients unless it is frozen.
struct Norm: @unchecked Sendable {
  let form: Normalization
  /// Added to the stored weight.
  let offset: Float
  let weight: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let weightGradient: UnsafeMutablePointer<Float>?
  let biasGradient: UnsafeMutablePointer<Float>?

  /// y = norm(x), row by row, [N × width]; `y` may be `x`.
  func apply(_ x: MatrixView<Float>, into y: MutableMatrixView<Float>) {
    forEachRow(x.rows) { row in apply(x.row(row), into: y.row(row), count: x.columns) }
  }

  func apply(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
    switch form.kind {
    case .rms: kn_rms_norm_f32(x, weight, offset, form.epsilon, y, count)
    case .layer: kn_layer_norm_f32(x, weight, bias, form.epsilon, y, count)
    }
  }

  /// Adds the gradient by x to `inputGradient`, [N × width] all.
  func backward(
    _ x: MatrixView<Float>, _ outputGradient: MatrixView<Float>,
    addingTo inputGradient: MutableMatrixView<Float>
  ) {
    // Gradients of the weight add up over rows.
    parallelFor(x.rows, grain: weightGradient == nil ? 16 : max(1, x.rows)) { rows in
      for row in rows {
        backward(
          x.row(row), outputGradient.row(row), into: inputGradient.row(row), count: x.columns,
          accumulate: true)
      }
    }
  }

  /// One row; without `accumulate` (RMS norms only) the gradient by x replaces what was there.
  func backward(
    _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>,
    into inputGradient: UnsafeMutablePointer<Float>, count: Int, accumulate: Bool
  ) {
    switch form.kind {
    case .rms:
      kn_rms_norm_backward_f32(
        x, weight, offset, form.epsilon, outputGradient, inputGradient, accumulate ? 1 : 0,
        weightGradient, count)
    case .layer:
      kn_layer_norm_backward_f32(
        x, weight, form.epsilon, outputGradient, inputGradient, weightGradient, biasGradient, count)
    }
  }
}
