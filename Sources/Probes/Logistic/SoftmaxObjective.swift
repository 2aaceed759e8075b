import CKernels

/// F(W, b) = C Σ_i weight_i ln(1 / p_i,class(i)) + ½ Σ_k ‖w_k‖² with p_i the softmax of
/// w_k · x̃_i + b_k over the classes k: scikit-learn's multinomial objective.
///
/// Parameters are width + 1 numbers for each class, the class's intercept last. One evaluation reads
/// every row once.
struct SoftmaxObjective: Sendable {
  let data: StandardizedRows
  /// One a row, 0 ..< count.
  let classes: [Int32]
  let count: Int
  let weights: [Float]
  let inverseRegularization: Double

  /// Most classes that one pass handles: the lanes of its kernel.
  static let mostClasses = Int(KN_BATCH_LANES)

  func evaluate(_ parameters: [Double]) -> LogisticProblems.Evaluation {
    let (width, lanes) = (data.width, Self.mostClasses)
    var directions = [Float](repeating: 0, count: width * lanes)
    var intercepts = [Double](repeating: 0, count: lanes)
    for k in 0..<count {
      for j in 0..<width {
        directions[j * lanes + k] = Float(
          parameters[k * (width + 1) + j] * Double(data.standardizer.scale[j]))
      }
      intercepts[k] = parameters[k * (width + 1) + width]
    }
    let sums = withProblem(directions, intercepts) { problem in
      nonisolated(unsafe) let problem = problem
      return data.source.chunkSums(
        (width + 3) * lanes, grain: data.chunkRows(unit: Int(KN_BATCH_STRETCH)),
        mean: data.standardizer.mean, scratch: kn_logistic_batch_scratch(width, lanes)
      ) { rows, range, scratch, sums in
        withUnsafePointer(to: problem) {
          kn_logistic_batch(rows, range.lowerBound, range.count, $0, scratch, sums)
        }
      }
    }
    return evaluation(parameters, sums)
  }

  /// Calls `body` with the kernel's view of the problem.
  private func withProblem<Result>(
    _ directions: [Float], _ intercepts: [Double], _ body: (kn_logistic_problems) -> Result
  ) -> Result {
    directions.withUnsafeBufferPointer { directions in
      intercepts.withUnsafeBufferPointer { intercepts in
        classes.withUnsafeBufferPointer { classes in
          weights.withUnsafeBufferPointer { weights in
            withUnsafePointer(to: weights.baseAddress) { column in
              body(
                kn_logistic_problems(
                  lanes: Self.mostClasses, directions: directions.baseAddress,
                  intercepts: intercepts.baseAddress, targets: nil, weights: column,
                  classes: classes.baseAddress, class_count: count))
            }
          }
        }
      }
    }
  }

  /// Value and gradient from the sums of a pass.
  private func evaluation(_ parameters: [Double], _ sums: [Double]) -> LogisticProblems.Evaluation {
    let (width, lanes, c) = (data.width, Self.mostClasses, inverseRegularization)
    var gradient = [Double](repeating: 0, count: parameters.count)
    var squares = 0.0
    for k in 0..<count {
      let start = k * (width + 1)
      for j in 0..<width {
        let scale = Double(data.standardizer.scale[j])
        gradient[start + j] = c * sums[j * lanes + k] * scale + parameters[start + j]
        squares += parameters[start + j] * parameters[start + j]
      }
      gradient[start + width] = c * sums[width * lanes + k]
    }
    return LogisticProblems.Evaluation(
      value: c * sums[(width + 1) * lanes] + 0.5 * squares, gradient: gradient,
      heldLoss: sums[(width + 2) * lanes])
  }
}
