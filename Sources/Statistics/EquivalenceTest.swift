/// Two one-sided t tests (Schuirmann 1987): whether a mean lies inside an interval of values that
/// are as good as equal. A difference that is not significant is no evidence of equality; this is.
public struct EquivalenceTest: Sendable, Equatable {
  /// The mean of the values.
  public let mean: Double
  /// The chance of a mean this far above `low` if the truth were at or below it.
  public let lowerPValue: Double
  /// The chance of a mean this far below `high` if the truth were at or above it.
  public let upperPValue: Double
  /// The number of values.
  public let count: Int

  /// The larger of the two: below the level, the mean lies inside the interval.
  public var pValue: Double { max(lowerPValue, upperPValue) }

  /// Tests whether the mean of independent values lies between `low` and `high`.
  ///
  /// For clustered data pass one mean a cluster. Fewer than two values give NaN. Traps unless `low` is
  /// below `high`. O(n).
  public init(_ values: [Double], low: Double, high: Double) {
    precondition(low < high, "an interval of equivalence runs from a number to a larger one")
    mean = Sample.mean(values)
    count = values.count
    guard values.count > 1 else {
      (lowerPValue, upperPValue) = (.nan, .nan)
      return
    }
    let degrees = Double(values.count - 1)
    let error = (Sample.variance(values) / Double(values.count)).squareRoot()
    // Values that are all equal leave no doubt: ±infinity away from a bound, NaN on it.
    lowerPValue = StudentDistribution.upperTail((mean - low) / error, degrees: degrees)
    upperPValue = StudentDistribution.upperTail((high - mean) / error, degrees: degrees)
  }
}
