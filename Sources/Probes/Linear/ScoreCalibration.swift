import LinearAlgebra
import Statistics

extension TrainingRows {
  /// A probe whose direction is `direction` (in standardised features) and whose logits are a
  /// logistic regression of the labels on that one score, fitted on these rows.
  ///
  /// C is 1 on the standardised score, so that separated classes keep a finite slope.
  func calibrated(_ kind: ProbeKind, direction: [Double]) throws -> LinearProbe {
    let scores = data.scores(weights: direction, intercept: 0)
    let line = try ScoreLine(scores, targets: targets, weights: weights)
    return LinearProbe(
      kind: kind, tap: tap, standardizer: data.standardizer,
      weights: direction.map { $0 * line.slope }, intercept: line.intercept)
  }
}

/// A logistic regression on one number: logit = slope · score + intercept.
struct ScoreLine: Sendable {
  let slope: Double
  let intercept: Double

  /// Fits with C = 1 on the standardised score; scores that are all equal get slope 0.
  init(_ scores: [Double], targets: [Float], weights: [Float]? = nil) throws {
    // Scores are centred in double first: float32 then keeps what distinguishes them.
    let center = Sample.mean(scores)
    let features = LayerFeatures(
      tap: "score",
      matrix: Matrix(rows: scores.count, columns: 1, elements: scores.map { Float($0 - center) }))
    let fit = try LogisticProbe.fit(
      features, rows: (0..<Int32(scores.count)).map { $0 }, labels: targets.map { $0 > 0.5 },
      weights: weights, tolerance: 1e-9)
    slope = fit.probe.originalWeights[0]
    intercept = fit.probe.originalIntercept - slope * center
  }

  /// The logit of each score.
  func logits(_ scores: [Double]) -> [Double] { scores.map { slope * $0 + intercept } }
}
