import CKernels
import LinearAlgebra

/// A low-rank addition to some rows of a projection, y += scale · B A dropout(x), during one pass.
struct ActiveAdapter: @unchecked Sendable {
  /// The projection's outputs it adds to.
  let rows: Range<Int>
  /// A, [rank × inputs], and B, [rows × rank].
  let down: MatrixView<Float>
  let up: MatrixView<Float>
  let downGradient: MutableMatrixView<Float>
  let upGradient: MutableMatrixView<Float>
  let scale: Float
  let dropout: Float
  let seed: UInt64
  let scratch: AdapterScratch.Room

  func apply(_ x: MatrixView<Float>, addingTo y: MutableMatrixView<Float>) {
    let projected = scratch.projected.top(x.rows)
    gemmByRows(dropped(x), down, into: projected, transposeRight: true)
    gemmByRows(
      projected.readOnly, up, into: y.columns(rows), transposeRight: true, alpha: scale, beta: 1)
  }

  /// The gradient by A dropout(x).
  func prepareGradient(_ outputGradient: MatrixView<Float>) {
    gemmByRows(
      outputGradient.columns(rows), up, into: scratch.gradient.top(outputGradient.rows),
      alpha: scale)
  }

  func inputGradient(
    _ outputGradient: MatrixView<Float>, addingTo inputGradient: MutableMatrixView<Float>
  ) {
    prepareGradient(outputGradient)
    let gradient = scratch.gradient.top(outputGradient.rows).readOnly
    guard dropout > 0 else {
      gemmByRows(gradient, down, into: inputGradient, beta: 1)
      return
    }
    let back = scratch.returned.top(outputGradient.rows)
    gemmByRows(gradient, down, into: back)
    mask(back.readOnly, into: inputGradient, accumulate: true)
  }

  func addParameterGradients(_ x: MatrixView<Float>, _ outputGradient: MatrixView<Float>) {
    let gradient = scratch.gradient.top(x.rows).readOnly
    let input = dropped(x)
    // A has few rows: its columns are shared out.
    parallelFor(input.columns, grain: 96) { columns in
      gemm(
        gradient, input.columns(columns), into: downGradient.columns(columns),
        transposeLeft: true, beta: 1)
    }
    gemmByRows(
      outputGradient.columns(rows), scratch.projected.top(x.rows).readOnly, into: upGradient,
      transposeLeft: true, alpha: scale, beta: 1)
  }

  private func dropped(_ x: MatrixView<Float>) -> MatrixView<Float> {
    guard dropout > 0 else { return x }
    let masked = scratch.masked.top(x.rows)
    mask(x, into: masked, accumulate: false)
    return masked.readOnly
  }

  private func mask(
    _ x: MatrixView<Float>, into y: MutableMatrixView<Float>, accumulate: Bool
  ) {
    kn_dropout_f32(
      x.base, y.base, x.rows * x.columns, dropout, seed, accumulate ? 1 : 0)
  }
}
