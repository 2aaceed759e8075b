/// A number with the interval around it, as a figure shows it.
public struct Measured: Sendable, Equatable {
  /// The number itself; NaN is drawn as a gap.
  public var value: Double
  /// The lower end of the interval; NaN if there is none.
  public var low: Double
  /// The upper end of the interval; NaN if there is none.
  public var high: Double

  /// A number, with an interval where both ends are given.
  public init(_ value: Double, low: Double = .nan, high: Double = .nan) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// The number and the ends of its interval, NaN where there is none: what an axis must hold.
  var numbers: [Double] { [value, low, high] }

  /// Whether the value can be drawn.
  var isDrawable: Bool { value.isFinite }

  /// Whether the interval can be drawn.
  var hasInterval: Bool { low.isFinite && high.isFinite }

  /// The number and its interval in words: `0.842 (0.811 to 0.870)`.
  public func text(decimals: Int = 3) -> String {
    let number = NumberText.fixed(value, decimals: decimals)
    return hasInterval
      ? "\(number) (\(NumberText.interval(low, high, decimals: decimals)))" : number
  }
}
