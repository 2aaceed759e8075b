import LinearAlgebra

/// A change of variables u = Lᵀw in which the objective is about equally curved everywhere.
enum CurvatureModel: Sendable {
  /// L is diagonal.
  case diagonal([Double])
  /// L is the Cholesky factor of an approximate Hessian.
  case factor(TriangularFactor)
  /// The same model for each of several consecutive blocks of variables.
  indirect case repeated(CurvatureModel, blocks: Int)

  /// Gradients with respect to u, L⁻¹g; or, transposed, the steps in w that belong to steps in u,
  /// L⁻ᵀu. At most `TriangularFactor.sidesTogether` vectors.
  func apply(_ vectors: [[Double]], transposed: Bool) -> [[Double]] {
    switch self {
    case .diagonal(let roots): vectors.map { zip($0, roots).map { $0 / $1 } }
    case .factor(let factor): factor.solve(vectors, transposed: transposed)
    case .repeated(let model, let blocks):
      vectors.map { vector in
        let size = vector.count / blocks
        return stride(from: 0, to: blocks, by: TriangularFactor.sidesTogether).flatMap { first in
          let last = min(blocks, first + TriangularFactor.sidesTogether)
          return model.apply(
            (first..<last).map { Array(vector[$0 * size..<($0 + 1) * size]) },
            transposed: transposed)
        }.flatMap { $0 }
      }
    }
  }

  /// Whether both are the same factor, so that they can be applied together.
  func shares(with other: CurvatureModel) -> Bool {
    if case .factor(let a) = self, case .factor(let b) = other { a.isSame(as: b) } else { false }
  }

  var isFactor: Bool {
    switch self {
    case .diagonal: false
    case .factor: true
    case .repeated(let model, _): model.isFactor
    }
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
      var matrix = scaled(gram.elements, by: factor)
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

  /// The elements times `factor`, on all threads.
  private static func scaled(_ elements: [Float], by factor: Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: elements.count) { buffer, count in
      nonisolated(unsafe) let out = buffer
      parallelFor(elements.count, grain: 1 << 16) { range in
        for i in range { out[i] = elements[i] * factor }
      }
      count = elements.count
    }
  }
}
