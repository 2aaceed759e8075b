import TensorFiles
import TextFiles

/// Files of features: JSON lines `{"document", "features": {name: value}}`, null for what is missing.
public enum FeatureFile {
  /// Writes a table, documents by id.
  public static func write(_ table: FeatureTable, to path: String) throws {
    try AtomicFile.write(path: path) { sink in
      for (document, values) in table.values.sorted(by: { $0.key < $1.key }) {
        let members = zip(table.features, values).map { ($0.rawValue, JSONValue.number($1)) }
        let line: JSONValue = [
          "document": .string(document), "features": .object(JSONObject(members)),
        ]
        try sink.write(line: line)
      }
    }
  }

  /// Reads a table; features that no document has are left out of it.
  ///
  /// - Throws: ``ConflictingQAError/badRow(path:row:problem:)`` and `TextFilesError`.
  public static func read(path: String) throws -> FeatureTable {
    var lines = try JSONLines(path: path)
    var rows: [String: JSONValue] = [:]
    while let (line, value) = try lines.next() {
      guard let document = value["document"]?.string, let features = value["features"],
        features.object != nil
      else {
        throw ConflictingQAError.badRow(
          path: path, row: line, problem: "a line has \"document\" and \"features\"")
      }
      rows[document] = features
    }
    let present = EvidenceFeature.allCases.filter { feature in
      rows.values.contains { $0[feature.rawValue]?.double != nil }
    }
    return FeatureTable(
      features: present,
      values: rows.mapValues { row in present.map { row[$0.rawValue]?.double ?? .nan } })
  }
}
