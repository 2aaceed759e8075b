public import Statistics
public import TextFiles

extension Estimate {
  /// The estimate as JSON; what is not defined becomes null.
  public var json: JSONValue {
    [
      "value": .number(value), "low": .number(low), "high": .number(high),
      "level": .number(level), "n": .integer(Int64(count)),
      "clusters": .integer(Int64(clusters)), "resamples": .integer(Int64(resamples)),
      "undefined_resamples": .integer(Int64(undefinedResamples)),
    ]
  }
}
