/// A step along a descent direction of a convex function that satisfies the weak Wolfe conditions.
///
/// Near the optimum, where differences of function values drown in rounding, the decrease is judged
/// by slopes instead (the approximate Wolfe condition of Hager and Zhang 2005). The search names a
/// step and is told what was found there, so that many searches can share a pass over the data.
struct LineSearch: Sendable {
  /// What a step turned out to be.
  enum Verdict: Sendable {
    /// It is taken.
    case accepted
    /// Another one is to be tried.
    case continued
    /// No step is better than rounding.
    case failed
  }

  /// The step to be tried.
  private(set) var step = 1.0

  private let value: Double
  private let slope: Double
  private var low = 0.0
  private var lowSlope: Double
  private var high: (step: Double, slope: Double)?
  private var attempts = 12
  private let sufficientDecrease = 1e-4
  private let curvature = 0.9
  /// Relative noise of a function value computed from float32 features.
  static let valueNoise = 2e-8

  /// Starts where the value is `value` and the slope along the direction is `slope` < 0.
  init(value: Double, slope: Double) {
    (self.value, self.slope) = (value, slope)
    lowSlope = slope
  }

  /// Judges value and slope at ``step``, and moves on to another step unless it is taken.
  mutating func judge(value newValue: Double, slope newSlope: Double) -> Verdict {
    attempts -= 1
    let remaining: Verdict = attempts > 0 ? .continued : .failed
    guard newValue.isFinite, newSlope.isFinite else {
      high = (step, .infinity)
      step = low + (step - low) / 10
      return remaining
    }
    let decreases = newValue <= value + sufficientDecrease * step * slope
    let decreasesBySlope =
      newValue <= value + Self.valueNoise * abs(value) && newSlope <= -0.8 * slope
    if decreases || decreasesBySlope {
      if newSlope >= curvature * slope { return .accepted }
      (low, lowSlope) = (step, newSlope)
    } else {
      high = (step, newSlope)
    }
    step = next()
    return remaining
  }

  /// Where the slope would vanish if it were linear, kept inside the bracket.
  private func next() -> Double {
    guard let high else { return low * 4 }
    let width = high.step - low
    let change = high.slope - lowSlope
    let zero = change > 0 && change.isFinite ? low - lowSlope * width / change : low + width / 2
    return min(max(zero, low + 0.1 * width), high.step - 0.1 * width)
  }
}
