import CKernels
import LinearAlgebra

/// The same rows in as many coordinates as they span: an exact reduction when there are fewer rows
/// than features.
///
/// With the eigenvectors U and eigenvalues S of X̃X̃ᵀ the rows Z = U √S have the same inner products
/// as X̃. A penalty on ‖w‖ keeps w in the span of the rows, so a fit on Z is the fit on X̃.
struct RowSpace: Sendable {
  /// Z, already standardised: rows × rank.
  let rotated: StandardizedRows
  private let original: StandardizedRows
  private let eigen: SymmetricEigen
  /// Index of the first eigenvalue that is kept.
  private let first: Int

  /// Whether the reduction is worth its eigenvectors: few enough rows, clearly fewer than features.
  static func pays(rows: Int, width: Int) -> Bool { rows <= 1536 && 3 * rows <= 2 * width }

  /// Reduces the rows. rows² · width + 9 rows³ operations.
  init(_ data: StandardizedRows) throws {
    original = data
    let count = data.count
    eigen = try SymmetricEigen(of: Self.innerProducts(data))
    let threshold = 1e-11 * max(eigen.values.last ?? 0, 0)
    first = eigen.values.firstIndex { $0 > threshold } ?? count
    let rank = count - first
    var z = Matrix<Float>(rows: count, columns: rank)
    for k in 0..<rank {
      let root = eigen.values[first + k].squareRoot()
      let vector = eigen.vectors.row(first + k)
      for (i, value) in vector.enumerated() { z[i, k] = Float(value * root) }
    }
    rotated = StandardizedRows(
      LayerFeatures(tap: "span", matrix: z), rows: (0..<Int32(count)).map { $0 },
      standardizer: .identity(width: rank))
  }

  /// The weights of standardised features that belong to weights of Z.
  func lift(_ weights: [Double]) -> [Double] {
    var coefficients = [Double](repeating: 0, count: original.count)
    for (k, weight) in weights.enumerated() {
      let share = weight / eigen.values[first + k].squareRoot()
      for (i, value) in eigen.vectors.row(first + k).enumerated() {
        coefficients[i] += share * value
      }
    }
    return original.combination(coefficients)
  }

  /// X̃X̃ᵀ in double, a block of features at a time.
  private static func innerProducts(_ data: StandardizedRows) -> Matrix<Double> {
    let (count, width) = (data.count, data.width)
    var result = Matrix<Double>(rows: count, columns: count)
    let blockWidth = min(width, 1024)
    var block = [Double](repeating: 0, count: count * (blockWidth + 1))
    for start in stride(from: 0, to: width, by: blockWidth) {
      let columns = min(blockWidth, width - start)
      let scale = Array(data.standardizer.scale[start..<start + columns])
      let mean = Array(data.standardizer.mean[start..<start + columns])
      block.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        nonisolated(unsafe) let out = base
        data.source.forEachChunk(
          grain: 128, mean: mean, columns: start..<start + columns
        ) {
          kn_standardize_rows_f64(
            $0, $1.lowerBound, $1.count, scale, nil, $2, out + $1.lowerBound * (columns + 1))
        }
        let view = MatrixView(
          base: UnsafePointer(base), rows: count, columns: columns, rowStride: columns + 1)
        result.withMutableView { multiply(view, view, into: $0, transposeRight: true, beta: 1) }
      }
    }
    return result
  }
}
