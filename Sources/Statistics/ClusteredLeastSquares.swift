public import LinearAlgebra

/// Ordinary least squares whose intervals allow errors to go together within clusters.
///
/// Covariance: G/(G-1) (N-1)/(N-K) (X'X)⁻¹ (Σ X'uu'X over clusters) (X'X)⁻¹ (Liang and Zeger 1986, the
/// small-sample factor of Stata and statsmodels), intervals and p-values from t with G - 1 degrees.
public struct ClusteredLeastSquares: Sendable {
  /// The coefficients, a column of the design each.
  public let coefficients: [Double]
  /// Their standard errors.
  public let standardErrors: [Double]
  /// Two-sided p-values of each being zero.
  public let pValues: [Double]
  /// Variance inflation of each: 1 / (1 - R²) of its column on the others, from 1 up.
  public let varianceInflation: [Double]
  /// Residual sum of squares, in squares of the response's unit.
  public let residualSquares: Double
  /// How much the residual sum of squares grows when each column is left out.
  public let dropOneSquares: [Double]
  /// Number of rows.
  public let count: Int
  /// Number of clusters.
  public let clusters: Int

  /// Fits `response` to the columns of `design` (rows × columns, no intercept is added).
  ///
  /// - Parameter absorbed: Coefficients that were taken out of design and response beforehand, such
  ///   as the means of groups; they count as used degrees of freedom.
  /// - Throws: `LinearAlgebraError` when columns depend on each other.
  ///
  /// Traps when lengths differ. Variance inflation is that of centred columns. O(rows × columns²).
  public init(
    design: Matrix<Double>, response: [Double], clusters: Clusters, absorbed: Int = 0
  ) throws {
    precondition(
      response.count == design.rows && clusters.items == design.rows,
      "every row needs a response and a cluster")
    let (rows, columns) = (design.rows, design.columns)
    var gram = Matrix<Double>(rows: columns, columns: columns)
    var moments = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      let values = Array(design.row(row))
      for a in 0..<columns {
        moments[a] += values[a] * response[row]
        for b in 0..<columns { gram[a, b] += values[a] * values[b] }
      }
    }
    let factor = try Cholesky(of: gram)
    let solution = factor.solve(moments)
    let inverse = factor.solve(Matrix.identity(columns))
    var scores = Matrix<Double>(rows: clusters.count, columns: columns)
    var squares = 0.0
    for row in 0..<rows {
      let values = Array(design.row(row))
      let residual = response[row] - zip(values, solution).reduce(0) { $0 + $1.0 * $1.1 }
      squares += residual * residual
      for a in 0..<columns { scores[Int(clusters.index[row]), a] += residual * values[a] }
    }
    let groups = Double(clusters.count)
    let correction =
      groups / (groups - 1) * Double(rows - 1) / Double(rows - columns - absorbed)
    let errors = (0..<columns).map { k in
      var sum = 0.0
      for group in 0..<clusters.count {
        let part = (0..<columns).reduce(0) { $0 + inverse[k, $1] * scores[group, $1] }
        sum += part * part
      }
      return (correction * sum).squareRoot()
    }
    coefficients = solution
    standardErrors = errors
    pValues = zip(solution, errors).map { coefficient, error in
      2 * StudentDistribution.upperTail(abs(coefficient / error), degrees: max(groups - 1, 1))
    }
    varianceInflation = (0..<columns).map { gram[$0, $0] * inverse[$0, $0] }
    residualSquares = squares
    dropOneSquares = (0..<columns).map { solution[$0] * solution[$0] / inverse[$0, $0] }
    count = rows
    self.clusters = clusters.count
  }

  /// A coefficient with its interval.
  public func estimate(_ column: Int, level: Double = 0.95) -> Estimate {
    guard clusters > 1 else {
      return Estimate(value: coefficients[column], level: level, count: count, clusters: clusters)
    }
    let t = StudentDistribution.quantile((1 + level) / 2, degrees: Double(clusters - 1))
    let reach = t * standardErrors[column]
    return Estimate(
      value: coefficients[column], low: coefficients[column] - reach,
      high: coefficients[column] + reach, level: level, count: count, clusters: clusters)
  }
}
