import Probes
import Statistics
public import TextFiles

extension HedgeEvaluation {
  /// Every number of the evaluation; ends of outer bins and undefined metrics are null.
  public var json: JSONValue {
    [
      "answers": .array(space.names.map(JSONValue.string)),
      "hedge": hedge.json,
      "overall": overall.json,
      "bins": .array(bins.map(\.json)),
      "slope_of_distance": trend.slope.json,
      "rank_correlation_of_distance": trend.rankCorrelation.json,
      "distance_falls_in_every_step": .bool(trend.isFalling),
      "share_of_resamples_in_which_it_does": .finite(trend.fallingShare),
    ]
  }
}

extension HedgeEvaluation.Bin {
  var json: JSONValue {
    var members = JSONObject([
      ("lower", .finite(lower)), ("upper", .finite(upper)), ("is_overflow", .bool(isOverflow)),
      ("rows", .integer(Int64(rows))), ("questions", .integer(Int64(questions))),
      ("runs", .integer(Int64(runs))), ("mean_score", .finite(meanScore)),
      ("mean_prediction", .array(meanPrediction.map(JSONValue.finite))),
    ])
    for metric in HedgeMetric.allCases {
      members[metric.rawValue] = self[metric].value.isNaN ? .null : self[metric].json
    }
    return .object(members)
  }
}

extension Hedge {
  /// The hedge's numbers.
  public var json: JSONValue {
    [
      "distribution": .array(distribution.map(JSONValue.finite)),
      "support": .array(support.map { .integer(Int64($0)) }), "unique": .bool(isUnique),
      "value": .finite(value),
    ]
  }
}

extension JSONValue {
  /// A number, or null where it is not finite.
  static func finite(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }
}
