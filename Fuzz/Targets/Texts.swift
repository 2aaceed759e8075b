import Embeddings
import Probes
import TextFiles

extension FuzzTarget {
  /// JSON; what is read must be the same after it has been written and read again.
  static let json = FuzzTarget(name: "json") { bytes in
    _ = try? JSONValue.parse(bytes, limits: JSONLimits(duplicateKeys: .keepLast))
    let value = try JSONValue.parse(bytes)
    for pretty in [false, true] {
      let text = value.serialized(pretty: pretty)
      let again = try JSONValue.parse(text)
      precondition(again == value, "written and read again: \(text)")
    }
  }

  /// JSON lines as values and as documents.
  static let jsonLines = FuzzTarget(name: "jsonl") { bytes in
    let path = Scratch.write(bytes, to: "input.jsonl")
    var lines = try JSONLines(path: path)
    var isAtEnd = false
    while !isAtEnd {
      // After a line that is no JSON the next one is read.
      do { isAtEnd = try lines.next() == nil } catch {}
    }
    try readDocuments(path)
  }

  /// Tables as rows, as documents and as labels.
  static let csv = FuzzTarget(name: "csv") { bytes in
    let path = Scratch.write(bytes, to: "input.csv")
    _ = try? ProbeLabels.load(path: path, label: "label", group: "group", id: "id")
    try? readDocuments(path)
    var table = try CSVReader(path: path)
    while let row = try table.next() {
      let cells = row.fields.map(\.csvCell).joined(separator: ",")
      precondition(!row.fields.isEmpty && cells.utf8.count >= row.fields.count - 1)
    }
  }

  /// Labels of positions, as JSON lines or as a table.
  static let labels = FuzzTarget(name: "labels") { bytes in
    let name = bytes.first == UInt8(ascii: "{") ? "labels.jsonl" : "labels.csv"
    _ = try LabelFile.read(Scratch.write(bytes, to: name))
  }

  private static func readDocuments(_ path: String) throws {
    var documents = try DocumentReader(path: path)
    while try documents.next() != nil {}
  }
}
