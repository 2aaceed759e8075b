/// The Gram matrix of the training rows, from which every fold and penalty gets its curvature model.
struct SharedGram: Sendable {
  private enum Storage: Sendable {
    case double(GramMatrix<Double>)
    case float(GramMatrix<Float>)
  }
  private let storage: Storage
  /// C · this · Gram is the Hessian at the base rate.
  private let curvature: Double

  /// Sums all rows, or a sample of them when there are many more than features.
  init(_ training: TrainingRows) {
    let objective = training.objective(inverseRegularization: 1)
    let sample = LogisticSolver.gramSample(objective)
    curvature =
      LogisticSolver.baseCurvature(objective) * Double(objective.data.count)
      / Double(max(sample.count, 1))
    storage =
      sample.width <= widestDoubleCurvature
      ? .double(GramMatrix<Double>(of: sample)) : .float(GramMatrix<Float>(of: sample))
  }

  /// The model for a fit with this C on a share of the rows.
  func model(inverseRegularization: Double, share: Double = 1) throws -> CurvatureModel {
    let multiplier = inverseRegularization * curvature * share
    switch storage {
    case .double(let gram): return try .factored(gram, multiplier: multiplier)
    case .float(let gram): return try .factored(gram, multiplier: multiplier)
    }
  }
}
