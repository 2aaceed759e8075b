import TensorFiles

/// A projection as it lies in a file, read row by row: `outputs` rows of `inputs` weights.
struct WeightMatrix: Sendable {
  private enum Layout: Sendable {
    /// Row i of the projection is this row of the tensor.
    case rows(@Sendable (Int) -> Int)
    /// The tensor is [inputs, all outputs] and row i its column `first + i`; kept as floats.
    case columns(first: Int, stride: Int, floats: [Float])
  }

  let outputs: Int
  let inputs: Int
  private let tensor: TensorView
  private let layout: Layout

  /// A projection whose row i is the tensor's row `row(i)`.
  init(
    _ tensor: TensorView, outputs: Int, row: @escaping @Sendable (Int) -> Int = { $0 }
  ) {
    self.tensor = tensor
    self.outputs = outputs
    inputs = tensor.rowLength
    layout = .rows(row)
  }

  /// A projection stored transposed, from column `first` on.
  init(transposed tensor: TensorView, firstColumn: Int, outputs: Int) throws {
    self.tensor = tensor
    self.outputs = outputs
    inputs = tensor.rows
    layout = .columns(first: firstColumn, stride: tensor.rowLength, floats: try tensor.floats())
  }

  /// Writes one row of `inputs` weights.
  func readRow(_ index: Int, into row: UnsafeMutableBufferPointer<Float>) throws {
    switch layout {
    case .rows(let place):
      let source = place(index)
      try tensor.readFloats(rows: source..<source + 1, into: row)
    case .columns(let first, let stride, let floats):
      for k in 0..<inputs { row[k] = floats[k * stride + first + index] }
    }
  }
}
