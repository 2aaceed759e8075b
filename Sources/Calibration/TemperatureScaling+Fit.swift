import Foundation

extension TemperatureScaling {
  /// Fits T to validation logits and labels by least negative log-likelihood.
  ///
  /// With b = 1/T the loss sum of softplus(b z) - b z y is convex, so its slope has one zero, found
  /// by Newton's method inside a bracket. See `isAtLimit` for data without a finite best T; when
  /// every logit is 0 any T is as good and T is 1. `weights` are whole counts. Throws
  /// `CalibrationError` on bad input and when only one class is present. O(n) a step, about ten.
  public init(fitting logits: [Double], labels: [Bool], weights: [Int]? = nil) throws {
    let data = try Predictions(
      scores: logits, labels: labels, weights: weights, name: "the logits")
    try data.requireBothClasses(for: "a temperature")
    guard logits.contains(where: { $0 != 0 }) else {
      self = try TemperatureScaling(temperature: 1)
      return
    }
    var low = exp(-Self.largestLog)
    var high = exp(Self.largestLog)
    var inverse = 1.0
    if data.slope(at: low).first >= 0 {
      inverse = low
    } else if data.slope(at: high).first <= 0 {
      inverse = high
    } else {
      // Bisection on a log scale alone would need about 60 steps.
      for _ in 0..<200 {
        let (slope, curvature) = data.slope(at: inverse)
        if slope == 0 { break }
        if slope < 0 { low = inverse } else { high = inverse }
        let newton = inverse - slope / curvature
        let next = newton > low && newton < high ? newton : (low * high).squareRoot()
        let settled = abs(next - inverse) <= 4 * inverse.ulp
        inverse = next
        if settled { break }
      }
    }
    self = try TemperatureScaling(temperature: 1 / inverse)
  }
}

extension Predictions {
  /// First and second derivative of the negative log-likelihood by the inverse temperature.
  fileprivate func slope(at inverse: Double) -> (first: Double, second: Double) {
    var (first, second) = (0.0, 0.0)
    for index in scores.indices {
      let logit = scores[index]
      let weight = Double(weight(index))
      let chance = probability(ofLogit: inverse * logit)
      first += weight * logit * (chance - (labels[index] ? 1 : 0))
      second += weight * logit * logit * chance * (1 - chance)
    }
    return (first, second)
  }
}
