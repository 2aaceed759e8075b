package import CKernels
package import LinearAlgebra

extension PanelMatrix {
  /// y = f(x Wᵀ + bias), or y += it, for every row of `x` [rows × inputs].
  ///
  /// `y` is [rows × outputs]. The work is cut into blocks of rows whose inputs stay in cache, times
  /// groups of panels; neighbouring tasks share panels, so weights come from memory about once.
  package func multiply(
    _ x: MatrixView<Float>, into y: MutableMatrixView<Float>,
    activation: kn_activation = KN_IDENTITY, accumulate: Bool = false
  ) {
    let rows = x.rows
    let blocks = (rows + rowsPerBlock - 1) / rowsPerBlock
    let groups = min(panelCount, max(1, 8 * BLAS.threads / blocks))
    withProduct(x) { product in
      parallelFor(blocks * groups) { tasks in
        var call = kn_linear_call(
          product: product.operands, bias: self.bias.map { UnsafePointer($0.base) }, y: y.base,
          y_stride: y.rowStride, columns: self.outputs, activation: activation,
          gated: self.isGated ? 1 : 0, accumulate: accumulate ? 1 : 0)
        for task in tasks {
          let (group, block) = task.quotientAndRemainder(dividingBy: blocks)
          kn_linear_f32(
            &call, rows * block / blocks, rows * (block + 1) / blocks,
            self.panelCount * group / groups, self.panelCount * (group + 1) / groups)
        }
      }
    }
  }

  /// Lends the operands of x Wᵀ, the rows of `x` rounded once for all panels where the kernel reads
  /// them so.
  func withProduct(_ x: MatrixView<Float>, _ body: (PanelProduct) -> Void) {
    let format = form.format
    let stride = kn_prepared_stride(format, inputs)
    var operands = kn_product(
      x: x.base, x_stride: x.rowStride * MemoryLayout<Float>.stride, inputs: inputs,
      panels: panels, format: format)
    guard stride > 0 else { return body(PanelProduct(operands: operands)) }
    let bytes = (x.rows + Int(KN_PREPARED_ROWS_BEYOND)) * stride
    form.scratch.lend(bytes / MemoryLayout<Float>.stride) { buffer in
      let prepared = UnsafeMutableRawPointer(buffer.base)
      operands.x = UnsafeRawPointer(prepared)
      operands.x_stride = stride
      let inputs = inputs
      parallelFor(x.rows, grain: 32) { rows in
        kn_prepare_rows(
          format, x.row(rows.lowerBound), x.rowStride, rows.count, inputs,
          buffer.base + rows.lowerBound * stride / MemoryLayout<Float>.stride)
      }
      body(PanelProduct(operands: operands))
    }
  }

  /// A megabyte of inputs.
  private var rowsPerBlock: Int { max(32, 262_144 / inputs) }
}

/// The operands of a product while they are lent; parallel tasks only read them.
struct PanelProduct: @unchecked Sendable {
  private(set) var operands: kn_product

  init(operands: kn_product) { self.operands = operands }

  /// The operands from row `row` of x on.
  func from(row: Int) -> kn_product {
    var operands = operands
    operands.x += row * operands.x_stride
    return operands
  }
}
