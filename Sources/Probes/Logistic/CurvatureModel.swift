import LinearAlgebra

/// A change of variables u = Lᵀw in which the objective is about equally curved everywhere.
enum CurvatureModel: Sendable {
  /// L is diagonal.
  case diagonal([Double])
  /// L is the Cholesky factor of an approximate Hessian.
  case factor(TriangularFactor)

  /// The gradient with respect to u: L⁻¹g.
  func transform(_ gradient: [Double]) -> [Double] {
    switch self {
    case .diagonal(let roots):
      return zip(gradient, roots).map { $0 / $1 }
    case .factor(let factor):
      var result = gradient
      factor.solve(&result)
      return result
    }
  }

  /// The step in w that belongs to a step in u: L⁻ᵀu.
  func step(_ direction: [Double]) -> [Double] {
    switch self {
    case .diagonal(let roots):
      return zip(direction, roots).map { $0 / $1 }
    case .factor(let factor):
      var result = direction
      factor.solveTransposed(&result)
      return result
    }
  }

  var isFactor: Bool {
    if case .factor = self { true } else { false }
  }

  /// The model of a logistic objective whose rows all have curvature `curvature` and whose
  /// features are uncorrelated.
  static func uncorrelated(_ problems: LogisticProblems, _ problem: Int) -> CurvatureModel {
    let asked = problems.problems[problem]
    let h = asked.inverseRegularization * problems.columns.summaries[asked.column].curvature
    var roots = [Double](repeating: (1 + h).squareRoot(), count: problems.dimension)
    roots[problems.data.width] = max(h, 1e-12).squareRoot()
    return .diagonal(roots)
  }

  /// The model multiplier · gram, plus one on the diagonal of the weights.
  ///
  /// When rounding makes that matrix indefinite the diagonal is raised until it is not; the model
  /// only steers the solver and never changes its optimum.
  static func factored(_ gram: GramMatrix<Float>, multiplier: Double) throws -> CurvatureModel {
    let size = gram.size
    let factor = Float(multiplier)
    let trace = (0..<size).reduce(0.0) { $0 + Double(gram.elements[$1 * size + $1] * factor) }
    var ridge = 1.0
    while true {
      var matrix = gram.elements.map { $0 * factor }
      for j in 0..<size - 1 { matrix[j * size + j] += Float(ridge) }
      let last = size * size - 1
      matrix[last] += matrix[last] * 1e-6 + 1e-12
      do {
        return .factor(try TriangularFactor(ofLower: matrix, size: size))
      } catch let error as LinearAlgebraError {
        guard ridge < trace, trace.isFinite else { throw error }
        ridge = max(ridge * 30, trace * 1e-8)
      }
    }
  }
}
