import Probes
import Statistics
public import TextFiles

extension BinnedMeans {
  /// Every number; ends of outer bins and undefined means are null.
  public var json: JSONValue {
    [
      "columns": .array(columns.map(JSONValue.string)),
      "bins": .array(bins.map { json(of: $0) }), "overall": json(of: overall),
    ]
  }

  private func json(of bin: Bin) -> JSONValue {
    var members = JSONObject([
      ("lower", .finite(bin.lower)), ("upper", .finite(bin.upper)),
      ("rows", .integer(Int64(bin.rows))), ("mean_score", .finite(bin.meanScore)),
    ])
    for column in columns {
      members[column] = bin[column].value.isNaN ? .null : bin[column].json
    }
    return .object(members)
  }
}
