/// A number computed from data, with how sure the data make us of it.
public struct Estimate: Sendable, Equatable {
  /// The number itself, from all the data; NaN when the data do not define it.
  public var value: Double
  /// The lower end of the interval, NaN when there is none.
  public var low: Double
  /// The upper end of the interval, NaN when there is none.
  public var high: Double
  /// The interval's nominal coverage, 0.95 unless asked otherwise.
  public var level: Double
  /// How many items (n) the number was computed from.
  public var count: Int
  /// How many independent clusters those items came in; the effective sample size is nearer this.
  public var clusters: Int
  /// How many bootstrap resamples were drawn; 0 when the interval was not bootstrapped.
  public var resamples: Int
  /// How many of those resamples left the number undefined (one class only, say); the interval
  /// is over the others.
  public var undefinedResamples: Int

  /// Joins a number with its interval; leave the bounds out when there is no interval.
  public init(
    value: Double, low: Double = .nan, high: Double = .nan, level: Double = 0.95, count: Int,
    clusters: Int, resamples: Int = 0, undefinedResamples: Int = 0
  ) {
    self.value = value
    self.low = low
    self.high = high
    self.level = level
    self.count = count
    self.clusters = clusters
    self.resamples = resamples
    self.undefinedResamples = undefinedResamples
  }

  /// Whether both ends of the interval are known.
  public var hasInterval: Bool { !low.isNaN && !high.isNaN }

  /// A sentence for the reader when the interval is missing or rests on fewer resamples than were
  /// drawn; nil when there is nothing to say.
  public var intervalNote: String? {
    if value.isNaN { return "not defined on these \(count) items" }
    if count == 1 { return "no interval: there is only one item" }
    if clusters < 2 { return "no interval: all \(count) items are in one cluster" }
    if undefinedResamples > 0, !hasInterval {
      return "no interval: only \(resamples - undefinedResamples) of \(resamples) resamples "
        + "define it"
    }
    if undefinedResamples > 0 {
      return "\(undefinedResamples) of \(resamples) resamples do not define it and were left out"
    }
    return hasInterval ? nil : "no interval was asked for"
  }

  /// A difference taken the other way round.
  public static prefix func - (estimate: Estimate) -> Estimate {
    var result = estimate
    (result.value, result.low, result.high) = (-estimate.value, -estimate.high, -estimate.low)
    return result
  }

  /// The same, treating bounds and values that are NaN in both as equal.
  public static func == (left: Estimate, right: Estimate) -> Bool {
    func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }
    return same(left.value, right.value) && same(left.low, right.low)
      && same(left.high, right.high) && left.level == right.level && left.count == right.count
      && left.clusters == right.clusters && left.resamples == right.resamples
      && left.undefinedResamples == right.undefinedResamples
  }
}
