import TextFiles

/// The records of a file as JSON objects, whatever its format.
struct RecordSource {
  /// A record, or why it cannot be read.
  struct Record {
    let row: Int
    let value: Result<JSONValue, RecordProblem>
  }

  private enum Source {
    case lines(JSONLines)
    case table(CSVReader)
    case values([JSONValue], next: Int)
  }

  private var source: Source
  /// The last row of a table that could not be read: a second failure there ends the reading.
  private var failedRow = -1

  init(path: String) throws {
    switch path.split(separator: ".").last?.lowercased() {
    case "csv": source = .table(try CSVReader(path: path))
    case "tsv": source = .table(try CSVReader(path: path, delimiter: UInt8(ascii: "\t")))
    case "json" where !Self.holdsLines(path):
      source = .values(try Self.values(path), next: 0)
    case "parquet", "pkl", "pickle", "arrow", "feather":
      throw ConflictingQAError.badFile(
        path: path,
        problem: "pickled and columnar files are not read here; convert it once with "
          + "Scripts/convert-evidence.py")
    default: source = .lines(try JSONLines(path: path))
    }
  }

  /// Many `.json` files hold a JSON object a line.
  private static func holdsLines(_ path: String) -> Bool {
    guard var lines = try? JSONLines(path: path), let first = try? lines.next(),
      let members = first.value.object?.members
    else { return false }
    return !members.allSatisfy { $0.value.object != nil }
  }

  /// The elements of a list, or the members of an object of objects.
  private static func values(_ path: String) throws -> [JSONValue] {
    let value = try JSONValue.load(path: path)
    if let list = value.array { return list }
    let members = value.object?.members.map(\.value) ?? []
    return !members.isEmpty && members.allSatisfy { $0.object != nil } ? members : [value]
  }

  /// The next record; throws only when the file itself cannot be read on.
  mutating func next() throws -> Record? {
    switch source {
    case .lines(var lines):
      let record = try Self.next(of: &lines)
      source = .lines(lines)
      return record
    case .table(var table):
      let record = try next(of: &table)
      source = .table(table)
      return record
    case .values(let values, let place):
      guard place < values.count else { return nil }
      source = .values(values, next: place + 1)
      return Record(row: place + 1, value: .success(values[place]))
    }
  }

  private static func next(of lines: inout JSONLines) throws -> Record? {
    do {
      guard let (line, value) = try lines.next() else { return nil }
      return Record(row: line, value: .success(value))
    } catch {
      guard case .malformedJSON(_, let line, _, let problem) = error else { throw error }
      return Record(row: line, value: .failure(RecordProblem("it is not JSON: \(problem)")))
    }
  }

  private mutating func next(of table: inout CSVReader) throws -> Record? {
    do {
      guard let row = try table.next() else { return nil }
      var members = JSONObject()
      for (name, field) in zip(table.header, row.fields) where !field.isEmpty {
        members[name] = .string(field)
      }
      return Record(row: row.row, value: .success(.object(members)))
    } catch {
      guard case .malformedCSV(_, _, let row, let problem) = error, row != failedRow else {
        throw error
      }
      failedRow = row
      return Record(row: row, value: .failure(RecordProblem(problem)))
    }
  }
}
