/// Summaries of a list of numbers.
public enum Sample {
  /// The arithmetic mean; NaN for an empty list.
  public static func mean(_ values: [Double]) -> Double {
    var sum = 0.0
    for value in values { sum += value }
    return sum / Double(values.count)
  }

  /// The unbiased variance (divisor n - 1), in two passes; NaN for fewer than two numbers.
  public static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let centre = mean(values)
    var sum = 0.0
    for value in values { sum += (value - centre) * (value - centre) }
    return sum / Double(values.count - 1)
  }

  /// The quantile at `probability` of numbers already in rising order, NaN for an empty list.
  ///
  /// Hyndman and Fan's type 7, as NumPy's and R's default: linear between the order statistics
  /// around position (n - 1) * probability. Traps when `probability` is outside [0, 1].
  public static func quantile(ofSorted values: [Double], at probability: Double) -> Double {
    precondition((0...1).contains(probability), "a quantile needs a probability in [0, 1]")
    guard let last = values.last else { return .nan }
    let position = probability * Double(values.count - 1)
    let below = Int(position)
    guard below + 1 < values.count else { return last }
    let share = position - Double(below)
    return values[below] + share * (values[below + 1] - values[below])
  }

  /// The quantile at `probability` of numbers in any order; see `quantile(ofSorted:at:)`.
  public static func quantile(_ values: [Double], at probability: Double) -> Double {
    quantile(ofSorted: values.sorted(), at: probability)
  }
}
