import CKernels
import LinearAlgebra

/// F(w, b) = C Σ_i weight_i ln(1 + e^(-y_i z_i)) + ½‖w‖² with z_i = w · x̃_i + b: scikit-learn's
/// objective on standardised features x̃, the intercept unpenalised.
///
/// Parameters are width + 1 numbers, the intercept last. One evaluation reads every row of the
/// features once. Rows are cut into chunks by shape and the chunks' sums are added in order, so the
/// numbers do not depend on the number of threads.
struct LogisticObjective: Sendable {
  let data: StandardizedRows
  /// 0 or 1 (or anything between), one a row.
  let targets: [Float]
  /// Case weights, one a row; nil for all ones.
  let weights: [Float]?
  /// C, the inverse regularisation strength.
  let inverseRegularization: Double

  /// Number of parameters.
  var dimension: Int { data.width + 1 }

  /// Value and gradient at `parameters`; with `curvature` also weight_i p_i (1 - p_i) of each row.
  func evaluate(
    _ parameters: [Double], gradient: inout [Double], curvature: UnsafeMutablePointer<Float>? = nil
  ) -> Double {
    let width = data.width
    let scale = data.standardizer.scale
    var direction = [Float](repeating: 0, count: width)
    for j in 0..<width { direction[j] = Float(parameters[j] * Double(scale[j])) }
    let chunkRows = Self.chunkRows(rows: data.count, width: width)
    let chunks = (data.count + chunkRows - 1) / chunkRows
    // Each chunk: gradient, its intercept part, loss.
    let stride = width + 2
    var partial = [Double](repeating: 0, count: chunks * stride)
    pass(
      direction, intercept: parameters[width], chunkRows: chunkRows, stride: stride,
      into: &partial, curvature: curvature)
    var loss = 0.0
    for j in 0...width { gradient[j] = 0 }
    for chunk in 0..<chunks {
      let start = chunk * stride
      for j in 0...width { gradient[j] += partial[start + j] }
      loss += partial[start + width + 1]
    }
    let c = inverseRegularization
    var squares = 0.0
    for j in 0..<width {
      gradient[j] = c * gradient[j] * Double(scale[j]) + parameters[j]
      squares += parameters[j] * parameters[j]
    }
    gradient[width] *= c
    return c * loss + 0.5 * squares
  }

  private func pass(
    _ direction: [Float], intercept: Double, chunkRows: Int, stride: Int,
    into partial: inout [Double], curvature: UnsafeMutablePointer<Float>?
  ) {
    let width = data.width
    nonisolated(unsafe) let curvature = curvature
    partial.withUnsafeMutableBufferPointer { buffer in
      // Every chunk writes its own part of the buffer.
      nonisolated(unsafe) let sums = buffer
      data.withKernelRows { rows in
        nonisolated(unsafe) let rows = rows
        parallelFor(data.count, grain: chunkRows) { range in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 1) { scratch in
            guard let base = sums.baseAddress else { return }
            let part = base + range.lowerBound / chunkRows * stride
            part[width + 1] = kn_logistic_pass(
              rows, range.lowerBound, range.count, direction, intercept, targets, weights,
              scratch.baseAddress, part, part + width, curvature)
          }
        }
      }
    }
  }

  /// Rows that one thread handles at a time: about 1/16 of them, but enough to be worth a thread.
  private static func chunkRows(rows: Int, width: Int) -> Int {
    let enough = max(128, (1 << 17) / max(width, 1))
    return max(enough, (rows / 16 + 127) / 128 * 128)
  }
}
