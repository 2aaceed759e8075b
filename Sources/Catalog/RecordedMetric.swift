/// A number that a run measured, with everything needed to read it.
public struct RecordedMetric: Sendable, Equatable {
  /// Which way is better.
  public enum Direction: String, CaseIterable, Sendable {
    /// Higher is better.
    case higher
    /// Lower is better.
    case lower
    /// Neither.
    case neutral
  }

  /// Where the number stands in the run's result, parts divided by points: `test.auroc`.
  public var name: String
  /// The number; NaN when the data did not define it.
  public var value: Double
  /// Lower end of the interval; NaN when there is none.
  public var low: Double
  /// Upper end of the interval; NaN when there is none.
  public var high: Double
  /// Nominal coverage of the interval.
  public var level: Double
  /// Number of items.
  public var count: Int
  /// Number of independent clusters.
  public var clusters: Int
  /// Bootstrap resamples; 0 when there were none.
  public var resamples: Int
  /// The unit, such as `nats`; empty for pure numbers.
  public var unit: String
  /// Which way is better.
  public var direction: Direction

  /// A metric.
  public init(
    name: String, value: Double, low: Double = .nan, high: Double = .nan, level: Double = 0.95,
    count: Int, clusters: Int, resamples: Int = 0, unit: String = "",
    direction: Direction = .neutral
  ) {
    (self.name, self.value, self.low, self.high) = (name, value, low, high)
    (self.level, self.count, self.clusters) = (level, count, clusters)
    (self.resamples, self.unit, self.direction) = (resamples, unit, direction)
  }

  /// Whether value and interval are the same, NaN equal to NaN.
  public static func == (left: RecordedMetric, right: RecordedMetric) -> Bool {
    func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }
    return left.name == right.name && same(left.value, right.value) && same(left.low, right.low)
      && same(left.high, right.high) && left.level == right.level && left.count == right.count
      && left.clusters == right.clusters && left.resamples == right.resamples
      && left.unit == right.unit && left.direction == right.direction
  }
}
