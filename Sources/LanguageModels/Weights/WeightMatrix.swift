import LinearAlgebra
import TensorFiles

/// A projection as it lies in a file or in memory, read row by row: `outputs` rows of `inputs`
/// weights.
struct WeightMatrix: Sendable {
  private enum Layout: Sendable {
    /// Row i of the projection is this row of the tensor.
    case rows(TensorView, @Sendable (Int) -> Int)
    /// The tensor is [inputs, all outputs] and row i its column `first + i`; kept as floats.
    case columns(first: Int, stride: Int, floats: [Float])
    /// Row i is row i of somebody else's memory, or column i.
    case view(MatrixView<Float>, transposed: Bool)
  }

  let outputs: Int
  let inputs: Int
  private let layout: Layout

  /// A projection whose row i is the tensor's row `row(i)`.
  init(
    _ tensor: TensorView, outputs: Int, row: @escaping @Sendable (Int) -> Int = { $0 }
  ) {
    self.outputs = outputs
    inputs = tensor.rowLength
    layout = .rows(tensor, row)
  }

  /// A projection stored transposed, from column `first` on.
  init(transposed tensor: TensorView, firstColumn: Int, outputs: Int) throws {
    self.outputs = outputs
    inputs = tensor.rows
    layout = .columns(first: firstColumn, stride: tensor.rowLength, floats: try tensor.floats())
  }

  /// A projection in memory that outlives it, or its transpose.
  init(_ view: MatrixView<Float>, transposed: Bool) {
    outputs = transposed ? view.columns : view.rows
    inputs = transposed ? view.rows : view.columns
    layout = .view(view, transposed: transposed)
  }

  /// Writes one row of `inputs` weights.
  func readRow(_ index: Int, into row: UnsafeMutableBufferPointer<Float>) throws {
    switch layout {
    case .rows(let tensor, let place):
      let source = place(index)
      try tensor.readFloats(rows: source..<source + 1, into: row)
    case .columns(let first, let stride, let floats):
      for k in 0..<inputs { row[k] = floats[k * stride + first + index] }
    case .view(let view, let transposed):
      for k in 0..<inputs { row[k] = transposed ? view[k, index] : view[index, k] }
    }
  }
}
