import LinearAlgebra

/// How the direction of a linear probe is found.
public enum ProbeKind: String, Sendable, CaseIterable {
  /// L2-regularised logistic regression.
  case logistic
  /// The difference of the class means.
  case massMean = "mass-mean"
  /// Linear discriminant analysis: the difference of means through the inverse of the classes'
  /// shared covariance, shrunk (the "IID" form of the mass-mean probe).
  case lda
}

/// A direction in the features of one tap that gives every example a logit:
/// z = weights · (x - mean) · scale + intercept, high for positive labels.
public struct LinearProbe: Sendable, Equatable {
  /// How the direction was found.
  public let kind: ProbeKind
  /// The tap whose features it reads.
  public let tap: String
  /// What happens to features before the weights.
  public let standardizer: Standardizer
  /// One weight a standardised feature.
  public let weights: [Double]
  /// Added to the weighted sum.
  public let intercept: Double

  /// Joins known numbers. Traps when there is not one weight a feature.
  public init(
    kind: ProbeKind, tap: String, standardizer: Standardizer, weights: [Double], intercept: Double
  ) {
    precondition(weights.count == standardizer.mean.count, "A probe has one weight a feature.")
    self.kind = kind
    self.tap = tap
    self.standardizer = standardizer
    self.weights = weights
    self.intercept = intercept
  }

  /// The number of features it reads.
  public var width: Int { weights.count }

  /// One weight an original feature: z = originalWeights · x + originalIntercept.
  public var originalWeights: [Double] {
    zip(weights, standardizer.scale).map { $0 * Double($1) }
  }

  /// The intercept that belongs to ``originalWeights``.
  public var originalIntercept: Double {
    zip(originalWeights, standardizer.mean).reduce(intercept) { $0 - $1.0 * Double($1.1) }
  }

  /// The logits of some rows (all of them when `rows` is nil), in that order.
  ///
  /// - Throws: ``ProbesError/otherWidth(tap:expected:found:)``, or
  ///   ``ProbesError/notFinite(tap:row:feature:)`` when a feature makes a logit that is not finite.
  public func logits(of features: LayerFeatures, rows: [Int32]? = nil) throws -> [Double] {
    try features.scores(rows, standardizer: standardizer, weights: weights, intercept: intercept)
  }
}

extension LayerFeatures {
  /// weights · (x - mean) · scale + intercept of some rows (all of them when `rows` is nil).
  func scores(
    _ rows: [Int32]?, standardizer: Standardizer, weights: [Double], intercept: Double
  ) throws -> [Double] {
    guard width == weights.count else {
      throw ProbesError.otherWidth(tap: tap, expected: weights.count, found: width)
    }
    let rows = rows ?? (0..<Int32(self.rows)).map { $0 }
    let scores = StandardizedRows(self, rows: rows, standardizer: standardizer)
      .scores(weights: weights, intercept: intercept)
    if let bad = scores.firstIndex(where: { !$0.isFinite }) {
      let row = Int(rows[bad])
      let feature = self.row(row).firstIndex { !$0.isFinite }
      throw ProbesError.notFinite(tap: tap, row: row, feature: feature ?? 0)
    }
    return scores
  }
}
