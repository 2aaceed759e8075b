/// The metrics of two runs beside each other.
public struct RunComparison: Sendable {
  /// One metric of either run or both.
  public struct Line: Sendable {
    /// The metric's name.
    public let name: String
    /// What the first run measured.
    public let first: RecordedMetric?
    /// What the second run measured.
    public let second: RecordedMetric?

    /// Second minus first; NaN unless both have the metric.
    public var difference: Double {
      guard let first, let second else { return .nan }
      return second.value - first.value
    }

    /// Whether the intervals do not touch. This is stricter than a test of the difference, and
    /// says nothing when both runs judged the same items.
    public var intervalsApart: Bool {
      guard let first, let second else { return false }
      return first.low > second.high || second.low > first.high
    }

    /// Whether the second run is better; nil without direction or difference.
    public var isBetter: Bool? {
      guard let kind = first?.direction ?? second?.direction, kind != .neutral,
        !difference.isNaN, difference != 0
      else { return nil }
      return (difference > 0) == (kind == .higher)
    }
  }

  /// Metrics in the first run's order, then what only the second has.
  public let lines: [Line]

  /// Joins metrics by name. Cost: linear.
  public init(_ first: [RecordedMetric], _ second: [RecordedMetric]) {
    let places = Dictionary(second.map { ($0.name, $0) }) { former, _ in former }
    var seen: Set<String> = []
    lines =
      first.map { metric in
        seen.insert(metric.name)
        return Line(name: metric.name, first: metric, second: places[metric.name])
      }
      + second.compactMap { metric in
        seen.insert(metric.name).inserted
          ? Line(name: metric.name, first: nil, second: metric) : nil
      }
  }
}
