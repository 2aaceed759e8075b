import Charts
public import Probes
public import TextFiles

extension ModelSpread {
  /// "100 of them, 95 % within 0.38 to 0.63".
  public var text: String {
    "\(models) of them, 95 % within \(NumberText.fixed(low, decimals: 2)) to "
      + NumberText.fixed(high, decimals: 2)
  }

  /// Number of models, their deviation, quantiles, and the share at or above the judged probe.
  public var json: JSONValue {
    [
      "models": .integer(Int64(models)), "standard_deviation": .number(deviation),
      "quantile_0.025": .number(low), "quantile_0.975": .number(high),
      "p_value": .number(pValue),
    ]
  }
}
