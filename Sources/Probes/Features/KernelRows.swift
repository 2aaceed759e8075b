import CKernels
import LinearAlgebra

extension Matrix<Float> {
  /// Calls `body` with what the C kernels need to read some rows of this matrix, centred by `mean`.
  ///
  /// Nothing is copied: the kernels follow the row numbers.
  func withKernelRows<Result>(
    _ rows: [Int32], mean: [Float], _ body: (kn_logistic_rows) throws -> Result
  ) rethrows -> Result {
    precondition(mean.count == columns, "There is one mean a feature.")
    // The kernels do not check: a wrong row number must stop here.
    let last = Int32(self.rows)
    precondition(rows.allSatisfy { $0 >= 0 && $0 < last }, "Row numbers outside the features.")
    return try withView { view in
      try rows.withUnsafeBufferPointer { rows in
        try mean.withUnsafeBufferPointer { mean in
          try body(
            kn_logistic_rows(
              x: view.base, row_stride: view.rowStride, width: columns, rows: rows.baseAddress,
              mean: mean.baseAddress))
        }
      }
    }
  }
}

/// Some rows of a matrix seen through a standardizer; the rows themselves are never copied.
struct StandardizedRows: Sendable {
  let matrix: Matrix<Float>
  let rows: [Int32]
  let standardizer: Standardizer

  var count: Int { rows.count }
  var width: Int { matrix.columns }

  /// The same view of fewer rows, given by their places in ``rows``.
  func selecting(_ places: [Int]) -> StandardizedRows {
    StandardizedRows(
      matrix: matrix, rows: places.map { rows[$0] }, standardizer: standardizer)
  }

  func withKernelRows<Result>(_ body: (kn_logistic_rows) throws -> Result) rethrows -> Result {
    try matrix.withKernelRows(rows, mean: standardizer.mean, body)
  }

  /// w · (x - mean) · scale + intercept for every row; `weights` are in standardised units.
  func scores(weights: [Double], intercept: Double) -> [Double] {
    let direction = zip(weights, standardizer.scale).map { Float($0 * Double($1)) }
    return [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      nonisolated(unsafe) let out = buffer
      withKernelRows { data in
        nonisolated(unsafe) let data = data
        parallelFor(count, grain: 512) { range in
          guard let base = out.baseAddress else { return }
          kn_logistic_scores(
            data, range.lowerBound, range.count, direction, intercept, base + range.lowerBound)
        }
      }
      filled = count
    }
  }

  /// Σ coefficient_i (x_i - mean) · scale over the rows; `width` values.
  func combination(_ coefficients: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    withKernelRows { kn_combine_rows($0, 0, count, coefficients, &sums) }
    return zip(sums, standardizer.scale).map { $0 * Double($1) }
  }
}
