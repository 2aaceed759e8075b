/// A step along a descent direction of a convex function that satisfies the weak Wolfe conditions.
///
/// Near the optimum, where differences of function values drown in rounding, the decrease is judged
/// by slopes instead (the approximate Wolfe condition of Hager and Zhang 2005).
struct LineSearch {
  /// A point that was accepted.
  struct Point {
    var step: Double
    var value: Double
    var parameters: [Double]
    var gradient: [Double]
  }

  var sufficientDecrease = 1e-4
  var curvature = 0.9
  /// Relative noise of a function value computed from float32 features.
  var valueNoise = 2e-8
  var attempts = 12

  /// Searches from `start` (value `value`, slope `slope` < 0 along `direction`).
  ///
  /// `evaluate` returns the value and writes the gradient. Returns nil when no step is better than
  /// rounding.
  func search(
    from start: [Double], value: Double, slope: Double, direction: [Double],
    evaluate: ([Double], inout [Double]) -> Double
  ) -> Point? {
    var (low, lowSlope) = (0.0, slope)
    var high: (step: Double, slope: Double)?
    var step = 1.0
    var gradient = [Double](repeating: 0, count: start.count)
    for _ in 0..<attempts {
      var parameters = start
      add(step, direction, to: &parameters)
      let newValue = evaluate(parameters, &gradient)
      let newSlope = dot(gradient, direction)
      guard newValue.isFinite, newSlope.isFinite else {
        high = (step, .infinity)
        step = low + (step - low) / 10
        continue
      }
      let decreases = newValue <= value + sufficientDecrease * step * slope
      let decreasesBySlope = newValue <= value + valueNoise * abs(value) && newSlope <= -0.8 * slope
      if decreases || decreasesBySlope {
        if newSlope >= curvature * slope {
          return Point(step: step, value: newValue, parameters: parameters, gradient: gradient)
        }
        (low, lowSlope) = (step, newSlope)
      } else {
        high = (step, newSlope)
      }
      step = next(low: low, lowSlope: lowSlope, high: high)
    }
    return nil
  }

  /// Where the slope would vanish if it were linear, kept inside the bracket.
  private func next(
    low: Double, lowSlope: Double, high: (step: Double, slope: Double)?
  ) -> Double {
    guard let high else { return low * 4 }
    let width = high.step - low
    let change = high.slope - lowSlope
    let zero = change > 0 && change.isFinite ? low - lowSlope * width / change : low + width / 2
    return min(max(zero, low + 0.1 * width), high.step - 0.1 * width)
  }
}
