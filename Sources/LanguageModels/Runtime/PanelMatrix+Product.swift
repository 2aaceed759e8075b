import CKernels
import LinearAlgebra

extension PanelMatrix {
  /// y = f(x Wᵀ + bias), or y += it, for every row of `x` [rows × inputs].
  ///
  /// `y` is [rows × outputs]. The work is cut into blocks of rows whose inputs stay in cache, times
  /// groups of panels; neighbouring tasks share panels, so weights come from memory about once.
  func multiply(
    _ x: MatrixView<Float>, into y: MutableMatrixView<Float>,
    activation: kn_activation = KN_IDENTITY, accumulate: Bool = false
  ) {
    let rows = x.rows
    let blocks = (rows + rowsPerBlock - 1) / rowsPerBlock
    let groups = min(panelCount, max(1, 8 * BLAS.threads / blocks))
    parallelFor(blocks * groups) { tasks in
      var call = kn_linear_call(
        x: x.base, x_stride: x.rowStride, inputs: self.inputs, panels: self.panels,
        bias: self.bias.map { UnsafePointer($0.base) }, y: y.base, y_stride: y.rowStride,
        columns: self.outputs, activation: activation, gated: self.isGated ? 1 : 0,
        accumulate: accumulate ? 1 : 0)
      for task in tasks {
        let (group, block) = task.quotientAndRemainder(dividingBy: blocks)
        kn_linear_f32(
          &call, rows * block / blocks, rows * (block + 1) / blocks,
          self.panelCount * group / groups, self.panelCount * (group + 1) / groups)
      }
    }
  }

  /// A megabyte of inputs.
  private var rowsPerBlock: Int { max(32, 262_144 / inputs) }
}
