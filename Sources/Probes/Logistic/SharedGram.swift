/// The Gram matrix of the training rows, from which every fold and penalty gets its curvature model.
struct SharedGram: Sendable {
  private let gram: GramMatrix<Float>
  /// C · this · Gram is the Hessian at the base rate.
  private let curvature: Double

  /// Sums all rows, or a sample of them when there are many more than features.
  init(_ training: TrainingRows) {
    let objective = training.objective(inverseRegularization: 1)
    let sample = LogisticSolver.gramSample(objective)
    curvature =
      LogisticSolver.baseCurvature(objective) * Double(objective.data.count)
      / Double(max(sample.count, 1))
    gram = GramMatrix(of: sample)
  }

  /// The model for a fit with this C on a share of the rows.
  func model(inverseRegularization: Double, share: Double = 1) throws -> CurvatureModel {
    try .factored(gram, multiplier: inverseRegularization * curvature * share)
  }
}
