import LinearAlgebra

/// Linear discriminant analysis: direction Σ⁻¹(μ₊ - μ₋) with the covariance that both classes
/// share, shrunk towards a multiple of the identity; the "IID" form of the mass-mean probe.
///
/// Σ is (1 - λ) S + λ (tr S / d) I, S the covariance of the standardised features around their
/// class means (divided by n). λ is Ledoit and Wolf's (2004) unless it is given. The logit is a
/// logistic regression on the one score that the direction gives.
public enum LDAProbe {
  /// A fitted probe and the shrinkage it used.
  public struct Fit: Sendable {
    /// The probe.
    public let probe: LinearProbe
    /// λ, from 0 (none) to 1 (the direction is the difference of means of z-scores).
    public let shrinkage: Double
  }

  /// Fits on some rows of a tap; `labels` are one a row of the tap.
  ///
  /// - Throws: ``ProbesError`` for features that are not finite, rows of one class only, or a
  ///   shrinkage outside [0, 1]; `LinearAlgebraError` when an unshrunk covariance is singular.
  public static func fit(
    _ features: LayerFeatures, rows: [Int32], labels: [Bool], shrinkage: Double? = nil
  ) throws -> Fit {
    if let shrinkage, !(0...1).contains(shrinkage) {
      throw ProbesError.badOption("The shrinkage is \(shrinkage); it must lie in 0 ... 1.")
    }
    return try fit(
      TrainingRows(features, rows: rows, labels: labels), shrinkage: shrinkage)
  }

  static func fit(_ training: TrainingRows, shrinkage: Double? = nil) throws -> Fit {
    let covariance = WithinClassCovariance(training)
    let lambda = shrinkage ?? covariance.ledoitWolfShrinkage()
    let direction = try covariance.solve(shrinkage: lambda)
    return Fit(
      probe: try training.calibrated(.lda, direction: training.lift(direction)),
      shrinkage: lambda)
  }
}

/// The covariance of rows around their class means, in the coordinates that fits run in.
private struct WithinClassCovariance {
  private let matrix: Matrix<Double>
  private let difference: [Double]
  private let residualNorms: [Double]
  private let count: Double
  /// The number of features before any reduction; the reduced ones have the same trace.
  private let width: Double

  init(_ training: TrainingRows) {
    let data = training.solvable
    let total = data.count
    let positives = Double(training.targets.count { $0 == 1 })
    let negatives = Double(total) - positives
    count = Double(total)
    width = Double(training.data.width)
    let positive = data.combination(training.targets.map { $0 == 1 ? 1 / positives : 0 })
    let negative = data.combination(training.targets.map { $0 == 1 ? 0 : 1 / negatives })
    difference = zip(positive, negative).map { $0 - $1 }
    matrix = Self.covariance(
      data, means: [(positive, positives / count), (negative, negatives / count)])
    residualNorms = Self.residualNorms(data, training.targets, positive, negative)
  }

  private static func covariance(
    _ data: StandardizedRows, means: [(values: [Double], share: Double)]
  ) -> Matrix<Double> {
    let size = data.width + 1
    let lower =
      data.width <= widestDoubleCovariance
      ? GramMatrix<Double>(of: data).elements
      : GramMatrix<Float>(of: data).elements.map { Double($0) }
    var result = Matrix<Double>(rows: data.width, columns: data.width)
    for r in 0..<data.width {
      for c in 0...r {
        var value = lower[r * size + c] / Double(data.count)
        for mean in means { value -= mean.share * mean.values[r] * mean.values[c] }
        result[r, c] = value
        result[c, r] = value
      }
    }
    return result
  }

  /// ‖x̃_i - class mean‖² of every row.
  private static func residualNorms(
    _ data: StandardizedRows, _ targets: [Float], _ positive: [Double], _ negative: [Double]
  ) -> [Double] {
    let norms = data.squaredNorms()
    let along = [
      data.scores(weights: negative, intercept: 0), data.scores(weights: positive, intercept: 0),
    ]
    let own = [dot(negative, negative), dot(positive, positive)]
    return norms.indices.map { i in
      let label = targets[i] == 1 ? 1 : 0
      return max(0, norms[i] - 2 * along[label][i] + own[label])
    }
  }

  /// λ = min(β, δ) / δ with δ the squared distance of S from tr(S)/d · I and β the variance of S.
  func ledoitWolfShrinkage() -> Double {
    var trace = 0.0
    for j in 0..<matrix.rows { trace += matrix[j, j] }
    let squares = dot(matrix.elements, matrix.elements)
    let delta = squares - trace * trace / width
    let fourth = residualNorms.reduce(0) { $0 + $1 * $1 }
    let beta = (fourth / count - squares) / count
    guard beta > 0, delta > 0 else { return 0 }
    return min(beta, delta) / delta
  }

  /// Σ⁻¹ (μ₊ - μ₋).
  func solve(shrinkage: Double) throws -> [Double] {
    var trace = 0.0
    for j in 0..<matrix.rows { trace += matrix[j, j] }
    var shrunk = Matrix(
      rows: matrix.rows, columns: matrix.rows,
      elements: matrix.elements.map { $0 * (1 - shrinkage) })
    for j in 0..<matrix.rows {
      shrunk[j, j] += shrinkage * trace / width
      // Only features that are the same in all rows lead here when all of them are; any variance
      // will do, since their difference of means is zero.
      if shrunk[j, j] <= 0 { shrunk[j, j] = 1 }
    }
    return try Cholesky(of: shrunk).solve(difference)
  }
}

/// Covariances of more features than this are summed in float32, eight times faster, and solved in
/// double.
let widestDoubleCovariance = 1024
