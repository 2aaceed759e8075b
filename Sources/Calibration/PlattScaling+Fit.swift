extension PlattScaling {
  /// Fits the line to validation logits and labels by least negative log-likelihood.
  ///
  /// With `smoothed` targets (the default, as Platt proposed and as scikit-learn always does)
  /// positives aim at (P + 1)/(P + 2) and negatives at 1/(N + 2) instead of 1 and 0: the fit is
  /// then finite even when the classes are perfectly separated, which small validation sets often
  /// are, and the difference vanishes as they grow. Without smoothing separated classes throw
  /// `CalibrationError.unbounded`. Equal logits throughout give slope 0. `weights` are whole counts.
  /// Throws on bad input and when only one class is present. Newton's method, O(n) a step.
  public init(
    fitting logits: [Double], labels: [Bool], weights: [Int]? = nil, smoothed: Bool = true
  ) throws {
    let data = try Predictions(
      scores: logits, labels: labels, weights: weights, name: "the logits")
    try data.requireBothClasses(for: "Platt scaling")
    let spread = Spread(of: data)
    if !smoothed, spread.scale > 0, data.isSeparated {
      throw CalibrationError.unbounded(
        recalibration: "Platt scaling",
        advice: "a cut between the logits separates the classes: fit with smoothed targets")
    }
    let fit = LogisticLine(data, spread: spread, smoothed: smoothed).minimised()
    let slope = spread.scale > 0 ? fit.slope / spread.scale : 0
    self = try PlattScaling(slope: slope, intercept: fit.intercept - slope * spread.centre)
  }
}

/// Mean and standard deviation of the logits: in these units Newton's method is well conditioned.
private struct Spread {
  let centre: Double
  /// Zero when all logits are equal.
  let scale: Double

  init(of data: Predictions) {
    var (sum, total) = (0.0, 0.0)
    for index in data.scores.indices {
      let weight = Double(data.weight(index))
      sum += weight * data.scores[index]
      total += weight
    }
    let centre = sum / total
    var squares = 0.0
    for index in data.scores.indices {
      let distance = data.scores[index] - centre
      squares += Double(data.weight(index)) * distance * distance
    }
    self.centre = centre
    let constant = data.scores.dropFirst().allSatisfy { $0 == data.scores[0] }
    scale = constant ? 0 : (squares / total).squareRoot()
  }
}

/// The loss of a line through standardised logits, and its minimum.
private struct LogisticLine {
  let points: [(x: Double, target: Double, weight: Double)]
  let start: Double

  init(_ data: Predictions, spread: Spread, smoothed: Bool) {
    let (positives, negatives) = data.classCounts
    let (p, n) = (Double(positives), Double(negatives))
    let high = smoothed ? (p + 1) / (p + 2) : 1
    let low = smoothed ? 1 / (n + 2) : 0
    points = data.scores.indices.map { index in
      let x = spread.scale > 0 ? (data.scores[index] - spread.centre) / spread.scale : 0
      return (x, data.labels[index] ? high : low, Double(data.weight(index)))
    }
    start = logit(ofProbability: (p * high + n * low) / (p + n))
  }

  func loss(_ slope: Double, _ intercept: Double) -> Double {
    points.reduce(0) { sum, point in
      let value = slope * point.x + intercept
      return sum + point.weight * (softplus(value) - point.target * value)
    }
  }

  /// Damped Newton: halve the step until the loss has fallen (Lin, Lin and Weng 2007).
  func minimised() -> (slope: Double, intercept: Double) {
    var (slope, intercept) = (0.0, start)
    var current = loss(slope, intercept)
    for _ in 0..<100 {
      let step = newtonStep(slope, intercept)
      // Convergence is quadratic: a step this small leaves nothing to gain, and the loss could no
      // longer tell the two ends apart.
      if max(abs(step.slope), abs(step.intercept)) <= 1e-7 * (1 + abs(slope) + abs(intercept)) {
        return (slope + step.slope, intercept + step.intercept)
      }
      var share = 1.0
      var next = loss(slope + step.slope, intercept + step.intercept)
      while next > current, share > 1e-6 {
        share /= 2
        next = loss(slope + share * step.slope, intercept + share * step.intercept)
      }
      slope += share * step.slope
      intercept += share * step.intercept
      current = next
    }
    return (slope, intercept)
  }

  private func newtonStep(_ slope: Double, _ intercept: Double) -> (
    slope: Double, intercept: Double
  ) {
    var gradient = (slope: 0.0, intercept: 0.0)
    // A trace keeps the 2 x 2 system solvable when all logits are equal.
    var (xx, x, one) = (1e-12, 0.0, 1e-12)
    for point in points {
      let chance = probability(ofLogit: slope * point.x + intercept)
      let excess = point.weight * (chance - point.target)
      gradient.slope += excess * point.x
      gradient.intercept += excess
      let curvature = point.weight * chance * (1 - chance)
      xx += curvature * point.x * point.x
      x += curvature * point.x
      one += curvature
    }
    let determinant = xx * one - x * x
    return (
      (x * gradient.intercept - one * gradient.slope) / determinant,
      (x * gradient.slope - xx * gradient.intercept) / determinant
    )
  }
}

extension Predictions {
  /// Whether some cut has all positives on one side and all negatives on the other.
  fileprivate var isSeparated: Bool {
    var positive = (low: Double.infinity, high: -Double.infinity)
    var negative = positive
    for index in scores.indices where weight(index) > 0 {
      let score = scores[index]
      if labels[index] {
        positive = (min(positive.low, score), max(positive.high, score))
      } else {
        negative = (min(negative.low, score), max(negative.high, score))
      }
    }
    return negative.high <= positive.low || positive.high <= negative.low
  }
}
