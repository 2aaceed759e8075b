import LinearAlgebra

/// The sums over some rows from which least squares follows: Σ weight [x̃, 1][x̃, 1]ᵀ, and for each
/// target Σ weight y [x̃, 1] and Σ weight y².
///
/// Sums over parts of the rows add up to the sums over all, so every fold's training sums are the
/// total less its own.
struct NormalEquations: Sendable {
  /// Features and the intercept.
  let size: Int
  /// Lower triangle, row-major.
  private var gram: [Double]
  private var products: [[Double]]
  private var squares: [Double]

  init(_ data: StandardizedRows, targets: [[Double]], weights: [Float]?) {
    size = data.width + 1
    gram =
      data.width <= widestDoubleCovariance
      ? GramMatrix<Double>(of: data, curvature: weights).elements
      : GramMatrix<Float>(of: data, curvature: weights).elements.map { Double($0) }
    products = targets.map { target in
      let weighted = target.indices.map { target[$0] * Double(weights?[$0] ?? 1) }
      return data.combination(weighted) + [weighted.reduce(0, +)]
    }
    squares = targets.map { target in
      target.indices.reduce(0) { $0 + Double(weights?[$1] ?? 1) * target[$1] * target[$1] }
    }
  }

  /// Adds `sign` times the sums over other rows.
  mutating func accumulate(_ other: NormalEquations, sign: Double) {
    add(sign, other.gram, to: &gram)
    for target in products.indices { add(sign, other.products[target], to: &products[target]) }
    add(sign, other.squares, to: &squares)
  }

  /// Σ weight.
  var weight: Double { gram[size * size - 1] }

  /// Factors the centred Gram matrix plus 1 / (2C) on its diagonal; width³/3 operations.
  func factored(inverseRegularization c: Double) throws -> Cholesky<Double> {
    let width = size - 1
    let sums = gram.suffix(size).dropLast().map { $0 }
    var matrix = Matrix<Double>(rows: width, columns: width) { view in
      for r in 0..<width {
        for c in 0...r {
          let value = gram[r * size + c] - sums[r] * sums[c] / weight
          (view[r, c], view[c, r]) = (value, value)
        }
      }
    }
    for j in 0..<width { matrix[j, j] += 1 / (2 * c) }
    return try Cholesky(of: matrix)
  }

  /// Weights and intercept of every target under a factor of these sums.
  func solve(_ factor: Cholesky<Double>) -> [(weights: [Double], intercept: Double)] {
    let sums = gram.suffix(size).dropLast()
    return products.map { product in
      let mean = product[size - 1] / weight
      let weights = factor.solve(zip(product, sums).map { $0 - $1 * mean })
      return (weights, mean - zip(weights, sums).reduce(0) { $0 + $1.0 * $1.1 } / weight)
    }
  }

  /// Σ weight (y - z)² over these rows for a target's solution, from the sums alone; 2 width²
  /// operations.
  func squaredError(_ target: Int, weights: [Double], intercept: Double) -> Double {
    let solution = weights + [intercept]
    var quadratic = 0.0
    gram.withUnsafeBufferPointer { gram in
      for r in 0..<size {
        var sum = 0.5 * gram[r * size + r] * solution[r]
        for c in 0..<r { sum += gram[r * size + c] * solution[c] }
        quadratic += 2 * solution[r] * sum
      }
    }
    return squares[target] - 2 * dot(products[target], solution) + quadratic
  }
}
