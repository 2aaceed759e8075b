public import LinearAlgebra

/// Directions in the features of one tap that give every example a probability for each of several
/// classes: p_k = softmax over k of weights_k · (x - mean) · scale + intercept_k.
public struct ClassProbe: Sendable, Equatable {
  /// The tap whose features it reads.
  public let tap: String
  /// What happens to features before the weights.
  public let standardizer: Standardizer
  /// One list for each class: a weight a standardised feature.
  public let weights: [[Double]]
  /// One a class; their mean is 0, which the probabilities do not notice.
  public let intercepts: [Double]

  /// The number of classes.
  public var classes: Int { weights.count }

  /// ln p of every class for some rows (all of them when `rows` is nil); rows × classes, nats.
  ///
  /// - Throws: ``ProbesError/otherWidth(tap:expected:found:)``, or
  ///   ``ProbesError/notFinite(tap:row:feature:)``.
  public func logProbabilities(
    of features: LayerFeatures, rows: [Int32]? = nil
  ) throws -> Matrix<Double> {
    let scores = try zip(weights, intercepts).map {
      try features.scores(rows, standardizer: standardizer, weights: $0, intercept: $1)
    }
    var result = Matrix<Double>(rows: scores.first?.count ?? 0, columns: classes)
    for row in 0..<result.rows {
      let largest = scores.reduce(-Double.infinity) { max($0, $1[row]) }
      let total = scores.reduce(0) { $0 + elementaryExp($1[row] - largest) }
      for k in 0..<classes { result[row, k] = scores[k][row] - largest - elementaryLog(total) }
    }
    return result
  }
}
