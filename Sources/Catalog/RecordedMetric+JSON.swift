public import TextFiles

extension RecordedMetric {
  /// The metrics in a command's JSON result: every object with `value`, `low`, `high` and `n`.
  ///
  /// A metric is named by the keys on the way to it; an element of a list by its `name`, `title`,
  /// `id` or `metric` where it has one, else by its place.
  public static func found(in result: JSONValue) -> [RecordedMetric] {
    var metrics: [RecordedMetric] = []
    collect(result, path: [], into: &metrics)
    return metrics
  }

  private static func collect(
    _ value: JSONValue, path: [String], into metrics: inout [RecordedMetric]
  ) {
    switch value {
    case .object(let members):
      if let metric = RecordedMetric(members, path: path) { return metrics.append(metric) }
      for (key, member) in members.members { collect(member, path: path + [key], into: &metrics) }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        let name = ["name", "title", "id", "metric"].lazy.compactMap { element[$0]?.string }.first
        collect(element, path: path + [name ?? String(index)], into: &metrics)
      }
    default: break
    }
  }

  private init?(_ members: JSONObject, path: [String]) {
    guard let value = members["value"], members["low"] != nil, members["high"] != nil,
      let count = members["n"]?.int, value.isNull || value.double != nil
    else { return nil }
    let kind = MetricKind(path: path)
    self.init(
      name: path.joined(separator: "."), value: value.double ?? .nan,
      low: members["low"]?.double ?? .nan, high: members["high"]?.double ?? .nan,
      level: members["level"]?.double ?? 0.95, count: count,
      clusters: members["clusters"]?.int ?? count, resamples: members["resamples"]?.int ?? 0,
      unit: kind.unit, direction: kind.direction)
  }

  /// The metric as JSON; what is not defined becomes null.
  public var json: JSONValue {
    [
      "name": .string(name), "value": .number(value), "low": .number(low), "high": .number(high),
      "level": .number(level), "n": .integer(Int64(count)), "clusters": .integer(Int64(clusters)),
      "resamples": .integer(Int64(resamples)), "unit": .string(unit),
      "direction": .string(direction.rawValue),
    ]
  }
}

/// Unit and direction of the metrics that the commands report, by name.
struct MetricKind {
  let unit: String
  let direction: RecordedMetric.Direction

  private static let higher = [
    "auroc", "auprc", "accuracy", "auarc", "r2", "r_squared", "spearman", "pearson", "precision",
    "recall", "prr", "coverage", "win_rate", "reliability",
  ]
  private static let lower = [
    "ece", "ace", "mce", "brier", "aurc", "mse", "rmse", "regret", "hallucination_rate",
    "over_refusal", "error",
  ]
  private static let nats = ["nll", "entropy", "cross_entropy", "excess", "log_loss", "kl", "jsd"]

  /// Judged by the last part of the path that is known, since lists name their elements.
  init(path: [String]) {
    for part in path.reversed() {
      let words = part.lowercased()
      func names(_ known: [String]) -> Bool {
        known.contains { words == $0 || words.hasPrefix($0 + "_") || words.hasSuffix("_" + $0) }
      }
      if names(Self.higher) { (unit, direction) = ("", .higher); return }
      if names(Self.lower) { (unit, direction) = ("", .lower); return }
      if names(Self.nats) {
        (unit, direction) = ("nats", words.contains("entropy") ? .neutral : .lower)
        return
      }
    }
    (unit, direction) = ("", .neutral)
  }
}
