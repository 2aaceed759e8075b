import CKernels
import LinearAlgebra

/// Logistic fits that share their rows: F(w, b) = C Σ_i weight_i ln(1 + e^(-y_i z_i)) + ½‖w‖² with
/// z_i = w · x̃_i + b, for several columns of targets and several C at once.
///
/// This is scikit-learn's objective on standardised features x̃, the intercept unpenalised.
/// Parameters are width + 1 numbers, the intercept last. One evaluation of any number of problems
/// reads every row of the features once. Rows are cut into chunks by shape and the chunks' sums are
/// added in order, so the numbers do not depend on the number of threads.
struct LogisticProblems: Sendable {
  /// One problem.
  struct Problem: Sendable, Equatable {
    /// Its column of targets and weights.
    var column: Int
    /// C, the inverse regularisation strength.
    var inverseRegularization: Double
  }

  /// What one problem's objective is at a point.
  struct Evaluation: Sendable {
    /// F.
    var value = 0.0
    /// Its gradient, the intercept's last.
    var gradient: [Double]
    /// Σ |weight_i| loss_i over the rows that are held out.
    var heldLoss = 0.0
  }

  let data: StandardizedRows
  let columns: TargetColumns
  let problems: [Problem]

  init(_ data: StandardizedRows, _ columns: TargetColumns, _ problems: [Problem]) {
    precondition(columns.rows == data.count, "There is one target a row.")
    (self.data, self.columns, self.problems) = (data, columns, problems)
  }

  /// Number of parameters.
  var dimension: Int { data.width + 1 }

  /// The objectives of some problems, each at a point of its own.
  func evaluate(_ points: [(problem: Int, parameters: [Double])]) -> [Evaluation] {
    if points.count == 1 { return [evaluate(points[0].problem, points[0].parameters)] }
    return evaluateTogether(points)
  }

  /// One problem alone; with `curvature` also weight_i p_i (1 - p_i) of each row.
  func evaluate(
    _ problem: Int, _ parameters: [Double], curvature: UnsafeMutablePointer<Float>? = nil
  ) -> Evaluation {
    let (width, column) = (data.width, problems[problem].column)
    let direction = self.direction(parameters)
    nonisolated(unsafe) let curvature = curvature
    // A chunk's gradient, its part for the intercept, loss and held-out loss.
    let sums = columns.targets.withUnsafeBufferPointer { targets in
      columns.weights.withUnsafeBufferPointer { weights in
        nonisolated(unsafe) let (targets, weights) = (targets, weights)
        return data.source.chunkSums(
          width + 3, grain: data.chunkRows(unit: 128), mean: data.standardizer.mean
        ) { rows, range, scratch, sums in
          guard let targets = targets.baseAddress, let weights = weights.baseAddress else { return }
          let start = column * columns.rows
          kn_logistic_pass(
            rows, range.lowerBound, range.count, direction, parameters[width], targets + start,
            weights + start, scratch, sums, sums + width, sums + width + 1, sums + width + 2,
            curvature)
        }
      }
    }
    return evaluation(problem, parameters) { sums[$0] }
  }

  private func evaluateTogether(
    _ points: [(problem: Int, parameters: [Double])]
  ) -> [Evaluation] {
    let (width, group) = (data.width, Int(KN_BATCH_LANES))
    let groups = (points.count + group - 1) / group
    let lanes = groups * group
    var directions = [Float](repeating: 0, count: lanes * width)
    var intercepts = [Double](repeating: 0, count: lanes)
    for (lane, point) in points.enumerated() {
      let panel = lane / group * width * group + lane % group
      for (j, value) in direction(point.parameters).enumerated() {
        directions[panel + j * group] = value
      }
      intercepts[lane] = point.parameters[width]
    }
    let starts = (0..<lanes).map {
      problems[points[min($0, points.count - 1)].problem].column * columns.rows
    }
    let panel = (width + 3) * group
    let sums = withProblems(starts, directions, intercepts) { batch in
      nonisolated(unsafe) let batch = batch
      return data.source.chunkSums(
        groups * panel, grain: data.chunkRows(unit: Int(KN_BATCH_STRETCH)),
        mean: data.standardizer.mean, scratch: kn_logistic_batch_scratch(width, lanes)
      ) { rows, range, scratch, sums in
        withUnsafePointer(to: batch) {
          kn_logistic_batch(rows, range.lowerBound, range.count, $0, scratch, sums)
        }
      }
    }
    return points.enumerated().map { lane, point in
      let start = lane / group * panel + lane % group
      return evaluation(point.problem, point.parameters) {
        sums[start + $0 * group]
      }
    }
  }

  /// Calls `body` with the kernel's view of problems whose columns start at `starts`.
  private func withProblems<Result>(
    _ starts: [Int], _ directions: [Float], _ intercepts: [Double],
    _ body: (kn_logistic_problems) -> Result
  ) -> Result {
    columns.targets.withUnsafeBufferPointer { targets in
      columns.weights.withUnsafeBufferPointer { weights in
        let targets = starts.map { start in targets.baseAddress.map { $0 + start } }
        let weights = starts.map { start in weights.baseAddress.map { $0 + start } }
        return targets.withUnsafeBufferPointer { targets in
          weights.withUnsafeBufferPointer { weights in
            directions.withUnsafeBufferPointer { directions in
              intercepts.withUnsafeBufferPointer { intercepts in
                body(
                  kn_logistic_problems(
                    lanes: starts.count, directions: directions.baseAddress,
                    intercepts: intercepts.baseAddress, targets: targets.baseAddress,
                    weights: weights.baseAddress, classes: nil, class_count: 0))
              }
            }
          }
        }
      }
    }
  }

  /// Weights in the features' own units.
  private func direction(_ parameters: [Double]) -> [Float] {
    zip(parameters, data.standardizer.scale).map { Float($0 * Double($1)) }
  }

  /// Value and gradient from the sums of a pass: gradient, intercept, loss, held-out loss.
  private func evaluation(
    _ problem: Int, _ parameters: [Double], _ sum: (Int) -> Double
  ) -> Evaluation {
    let (width, c) = (data.width, problems[problem].inverseRegularization)
    let scale = data.standardizer.scale
    var result = Evaluation(gradient: [Double](repeating: 0, count: width + 1))
    var squares = 0.0
    for j in 0..<width {
      result.gradient[j] = c * sum(j) * Double(scale[j]) + parameters[j]
      squares += parameters[j] * parameters[j]
    }
    result.gradient[width] = c * sum(width)
    result.value = c * sum(width + 1) + 0.5 * squares
    result.heldLoss = sum(width + 2)
    return result
  }

  /// Each row's curvature weight_i p_i (1 - p_i) under one problem; one pass.
  func curvature(_ problem: Int, _ parameters: [Double]) -> [Float] {
    [Float](unsafeUninitializedCapacity: data.count) { buffer, count in
      _ = evaluate(problem, parameters, curvature: buffer.baseAddress)
      count = data.count
    }
  }
}
