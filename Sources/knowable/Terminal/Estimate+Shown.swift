import Catalog
import Statistics

extension Estimate {
  /// Value and interval for a terminal, such as `0.9134 [0.8851, 0.9380]`.
  var shown: String { Decimals.estimate(value, low: low, high: high) }
}

extension RecordedMetric {
  /// Value and interval for a terminal, such as `0.9134 [0.8851, 0.9380]`.
  var shown: String { Decimals.estimate(value, low: low, high: high) }
}
