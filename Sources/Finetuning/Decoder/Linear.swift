import CKernels
import LinearAlgebra

/// A projection y = W x + b, with its gradients unless it is frozen, and with low-rank adapters on
/// some of its rows.
struct Linear: @unchecked Sendable {
  /// [outputs × inputs].
  let weight: MatrixView<Float>
  let bias: UnsafePointer<Float>?
  let weightGradient: MutableMatrixView<Float>?
  let biasGradient: UnsafeMutablePointer<Float>?
  let adapters: [ActiveAdapter]
  /// The weight packed for the runtime's kernels, where it is frozen.
  let frozen: FrozenProjection?

  /// y = W x + b, [N × inputs] to [N × outputs]; added to y when `accumulate`.
  func apply(
    _ x: MatrixView<Float>, into y: MutableMatrixView<Float>, accumulate: Bool = false
  ) {
    if let frozen {
      frozen.apply(x, into: y, accumulate: accumulate)
    } else {
      gemm(x, weight, into: y, transposeRight: true, beta: accumulate ? 1 : 0)
    }
    if let bias { for row in 0..<y.rows { kn_add_f32(bias, y.row(row), y.columns) } }
    for adapter in adapters { adapter.apply(x, addingTo: y) }
  }

  /// The gradient by x, [N × inputs], from that by y.
  func inputGradient(
    _ outputGradient: MatrixView<Float>, into inputGradient: MutableMatrixView<Float>
  ) {
    if let frozen {
      frozen.inputGradient(outputGradient, into: inputGradient)
    } else {
      gemm(outputGradient, weight, into: inputGradient)
    }
    for adapter in adapters { adapter.inputGradient(outputGradient, addingTo: inputGradient) }
  }

  /// Adds this batch's share to the gradients of everything that learns. Adapters need
  /// ``inputGradient(_:into:)`` or ``prepareAdapters(_:)`` to have run before.
  func addParameterGradients(_ x: MatrixView<Float>, _ outputGradient: MatrixView<Float>) {
    if let weightGradient {
      gemm(outputGradient, x, into: weightGradient, transposeLeft: true, beta: 1)
    }
    if let biasGradient {
      for row in 0..<outputGradient.rows {
        kn_add_f32(outputGradient.row(row), biasGradient, outputGradient.columns)
      }
    }
    for adapter in adapters { adapter.addParameterGradients(x, outputGradient) }
  }

  /// What ``inputGradient(_:into:)`` does for the adapters, where nobody needs the gradient by x.
  func prepareAdapters(_ outputGradient: MatrixView<Float>) {
    for adapter in adapters { adapter.prepareGradient(outputGradient) }
  }
}
