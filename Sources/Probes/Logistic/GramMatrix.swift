import CKernels
import LinearAlgebra

/// The lower triangle of Σ_i c_i [x̃_i, 1][x̃_i, 1]ᵀ over some rows: (width + 1)² numbers, row-major.
///
/// Times C, plus one on the diagonal of the weights, this is the Hessian of the logistic objective
/// when c_i is the curvature of row i. The upper triangle is not written.
struct GramMatrix<Element: BLASElement & StandardizedElement>: Sendable {
  let size: Int
  private(set) var elements: [Element]

  /// Sums the rows, in blocks that are standardised one after the other: no copy of the features.
  ///
  /// `curvature` holds c_i by place in `data`; nil stands for all ones. rows · width² operations.
  init(of data: StandardizedRows, curvature: [Float]? = nil) {
    size = data.width + 1
    elements = [Element](repeating: 0, count: size * size)
    let roots = curvature.map { $0.map { $0.squareRoot() } }
    let blockRows = max(1, min(data.count, max(256, (1 << 22) / size)))
    var block = [Element](repeating: 0, count: blockRows * size)
    _ = BLAS.coreName
    for start in stride(from: 0, to: data.count, by: blockRows) {
      let count = min(blockRows, data.count - start)
      block.withUnsafeMutableBufferPointer { block in
        guard let base = block.baseAddress else { return }
        Self.standardize(data, roots, start..<start + count, into: base, size: size)
        accumulate(base, rows: count)
      }
    }
  }

  private static func standardize(
    _ data: StandardizedRows, _ roots: [Float]?, _ rows: Range<Int>,
    into block: UnsafeMutablePointer<Element>, size: Int
  ) {
    nonisolated(unsafe) let block = block
    let (scale, roots) = (data.standardizer.scale, roots.map { Array($0[rows]) })
    data.source.selecting(rows).forEachChunk(grain: 128, mean: data.standardizer.mean) {
      Element.standardize(
        $0, $1.lowerBound, $1.count, scale, roots, $2,
        block + $1.lowerBound * size)
    }
  }

  private mutating func accumulate(_ block: UnsafeMutablePointer<Element>, rows: Int) {
    let size = size
    let width = size < 512 ? 128 : 384
    let tiles = (size + width - 1) / width
    elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let (result, block) = (base, block)
      parallelFor(tiles * (tiles + 1) / 2) { range in
        for index in range {
          let (i, j) = triangleTile(index)
          let (top, left) = (i * width, j * width)
          Element.gemm(
            true, false, m: min(width, size - top), n: min(width, size - left), k: rows, alpha: 1,
            block + top, size, block + left, size, beta: 1, result + top * size + left, size)
        }
      }
    }
  }
}

/// Row and column of tile number `index` of a lower triangle, counted row after row.
func triangleTile(_ index: Int) -> (row: Int, column: Int) {
  var row = 0
  while (row + 1) * (row + 2) / 2 <= index { row += 1 }
  return (row, index - row * (row + 1) / 2)
}

/// Numbers that the kernels can standardise rows into.
protocol StandardizedElement {
  static func standardize(
    _ data: kn_logistic_rows, _ first: Int, _ count: Int, _ scale: [Float], _ roots: [Float]?,
    _ scratch: UnsafeMutablePointer<Float>, _ out: UnsafeMutablePointer<Self>)
}

extension Float: StandardizedElement {
  static func standardize(
    _ data: kn_logistic_rows, _ first: Int, _ count: Int, _ scale: [Float], _ roots: [Float]?,
    _ scratch: UnsafeMutablePointer<Float>, _ out: UnsafeMutablePointer<Float>
  ) {
    kn_standardize_rows_f32(data, first, count, scale, roots, scratch, out)
  }
}

extension Double: StandardizedElement {
  static func standardize(
    _ data: kn_logistic_rows, _ first: Int, _ count: Int, _ scale: [Float], _ roots: [Float]?,
    _ scratch: UnsafeMutablePointer<Float>, _ out: UnsafeMutablePointer<Double>
  ) {
    kn_standardize_rows_f64(data, first, count, scale, roots, scratch, out)
  }
}
