import TestSupport
import Testing
import TextFiles

/// One set of predictions from the golden file, with what other libraries say of it.
struct GoldenCase {
  let name: String
  let probabilities: [Double]
  let labels: [Bool]
  let weights: [Int]?
  let expected: JSONValue

  static func all() throws -> [GoldenCase] {
    let rows = try #require(
      try JSONValue.load(path: Goldens.path("calibration/metrics.json")).array)
    return try rows.map { row in
      GoldenCase(
        name: row["name"]?.string ?? "", probabilities: try row.numbers("probabilities"),
        labels: try row.numbers("labels").map { $0 == 1 },
        weights: row["weights"]?.array?.compactMap(\.int), expected: row)
    }
  }

  static func named(_ name: String) throws -> GoldenCase {
    try #require(try all().first { $0.name == name })
  }
}
