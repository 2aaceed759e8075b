import LinearAlgebra

/// Minimises a logistic objective: L-BFGS in variables that a Cholesky factor of the curvature has
/// made round.
///
/// Three kinds of stages follow each other for as long as they are needed: without correlations
/// (enough for well-conditioned features), with the Gram matrix of a sample of rows at equal
/// curvature, and with the Hessian at the current point, where every first step is a Newton step
/// (separable classes, strong imbalance). A stage ends when its own rate of convergence promises
/// less than the next one costs; costs are counted in operations, never in seconds, so a fit is the
/// same on every machine and for any number of threads.
///
/// It stops when ½‖g‖² ≤ tolerance · F, which bounds the distance to the optimum because F is
/// 1-strongly convex in the weights; or, once a factor is in use, when ½ gᵀH⁻¹g ≤ tolerance · F
/// with L-BFGS's and the factor's own inverse Hessian.
struct LogisticSolver: Sendable {
  /// The relative distance to the optimum at which to stop; float32 features carry about 1e-8.
  var tolerance = 1e-8
  /// The most times that the features may be read.
  var maximumPasses = 3000
  /// Steps that L-BFGS remembers.
  var memory = 12
  /// Asked between steps; the fit throws ``ProbesError/cancelled`` when it answers true.
  var isCancelled: @Sendable () -> Bool = { false }

  /// Minimises `objective` from `start` (zero weights and the intercept of the base rate when nil).
  ///
  /// `model` is a factored curvature model to begin with, such as one that several folds share.
  func minimize(
    _ objective: LogisticObjective, from start: [Double]? = nil, model: CurvatureModel? = nil
  ) throws -> LogisticSolution {
    var descent = LogisticDescent(
      objective: objective, start: start ?? Self.nullModel(objective), memory: memory,
      tolerance: tolerance)
    let equalCurvature = Self.baseCurvature(objective)
    var stage = model == nil ? Stage.uncorrelated : .equalCurvature
    descent.use(model ?? .uncorrelated(objective, curvature: equalCurvature))
    while !descent.isConverged, descent.passes < maximumPasses {
      if isCancelled() { throw ProbesError.cancelled }
      let cost = stage.next.cost(objective)
      if descent.advance(), descent.expectedIterations() <= cost { continue }
      if descent.isConverged { break }
      guard descent.worthAnotherModel else { break }
      stage = stage.next
      descent.use(
        try stage == .equalCurvature
          ? Self.sampledModel(objective, curvature: equalCurvature)
          : currentModel(&descent, objective), isFactorization: true)
    }
    return descent.solution()
  }

  /// The rows of the Gram matrix at equal curvature, spread evenly over all rows.
  static func gramSample(_ objective: LogisticObjective) -> StandardizedRows {
    let data = objective.data
    let count = Stage.sampledRows(objective)
    return count == data.count
      ? data : data.selecting((0..<count).map { $0 * data.count / count })
  }

  /// The sampled Gram matrix at the same curvature for all rows.
  private static func sampledModel(
    _ objective: LogisticObjective, curvature: Double
  ) throws -> CurvatureModel {
    let sample = gramSample(objective)
    let rows = Double(objective.data.count) / Double(max(sample.count, 1))
    return try .factored(
      GramMatrix(of: sample), multiplier: objective.inverseRegularization * curvature * rows)
  }

  /// The Hessian at the current point.
  private func currentModel(
    _ descent: inout LogisticDescent, _ objective: LogisticObjective
  ) throws -> CurvatureModel {
    try .factored(
      GramMatrix(of: objective.data, curvature: descent.curvature()),
      multiplier: objective.inverseRegularization)
  }

  /// Zero weights and the intercept that gives every row the base rate.
  static func nullModel(_ objective: LogisticObjective) -> [Double] {
    var parameters = [Double](repeating: 0, count: objective.dimension)
    let rate = baseRate(objective)
    parameters[objective.data.width] = elementaryLog(rate) - elementaryLog(1 - rate)
    return parameters
  }

  /// The mean curvature weight · p(1 - p) when every row has the base rate.
  static func baseCurvature(_ objective: LogisticObjective) -> Double {
    let rate = baseRate(objective)
    let total = objective.weights.map { $0.reduce(0.0) { $0 + Double($1) } }
    let mean = total.map { $0 / Double(max(objective.data.count, 1)) } ?? 1
    return mean * rate * (1 - rate)
  }

  private static func baseRate(_ objective: LogisticObjective) -> Double {
    var (positive, total) = (0.0, 0.0)
    for (i, target) in objective.targets.enumerated() {
      let weight = Double(objective.weights?[i] ?? 1)
      positive += weight * Double(target)
      total += weight
    }
    return min(max(positive / max(total, 1e-300), 1e-6), 1 - 1e-6)
  }
}

/// What the solver knows of the objective's curvature.
private enum Stage {
  case uncorrelated, equalCurvature, current

  var next: Stage { self == .uncorrelated ? .equalCurvature : .current }

  /// Rows of the Gram matrix at equal curvature: twice the width is enough to see the directions
  /// that matter.
  static func sampledRows(_ objective: LogisticObjective) -> Int {
    min(objective.data.count, max(2 * objective.data.width, 2048))
  }

  /// What entering this stage costs and its first steps, in passes over the features. A pass does
  /// 4 operations a feature; products of matrices run a few times faster, many times when the
  /// features come from memory rather than from a cache.
  func cost(_ objective: LogisticObjective) -> Double {
    let (rows, width) = (Double(objective.data.count), Double(max(objective.data.width, 1)))
    let used = self == .equalCurvature ? Double(Self.sampledRows(objective)) : rows
    let speed = rows * width < 1e6 ? 3.0 : 12.0
    let operations = used * width * width + width * width * width / 3
    return 12 + operations / (speed * 4 * rows * width)
  }
}
