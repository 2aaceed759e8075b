import GRDB
import TextFiles

/// Which runs are asked for.
public struct RunFilter: Sendable {
  /// Only this command.
  public var command: String?
  /// Only runs that ended so.
  public var status: RunStatus?
  /// Only steps of this study run; nil for any.
  public var parent: String?
  /// The latest so many.
  public var limit: Int?

  /// All runs.
  public init(
    command: String? = nil, status: RunStatus? = nil, parent: String? = nil, limit: Int? = nil
  ) {
    (self.command, self.status, self.parent, self.limit) = (command, status, parent, limit)
  }
}

extension Catalog {
  /// Runs, the latest first.
  public func runs(_ filter: RunFilter = RunFilter()) throws -> [RunRecord] {
    var conditions: [String] = []
    var arguments: StatementArguments = []
    func require(_ column: String, _ value: String?) {
      guard let value else { return }
      conditions.append("\(column) = ?")
      arguments += [value]
    }
    require("command", filter.command)
    require("status", filter.status?.rawValue)
    require("parent", filter.parent)
    let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let limit = filter.limit.map { " LIMIT \($0)" } ?? ""
    return try database.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM run\(condition) ORDER BY started_at DESC, number DESC\(limit)",
        arguments: arguments
      ).map(RunRecord.init)
    }
  }

  /// The one run whose id starts with these characters; `last` is the latest run.
  ///
  /// - Throws: ``CatalogError/noRun(prefix:candidates:)``.
  public func run(_ prefix: String) throws -> RunRecord {
    if prefix == "last", let latest = try runs(RunFilter(limit: 1)).first { return latest }
    let found = try database.read { database in
      // A range instead of LIKE uses the index and needs no escapes.
      try Row.fetchAll(
        database, sql: "SELECT * FROM run WHERE id >= ? AND id < ? LIMIT 100",
        arguments: [prefix, prefix + "\u{10FFFF}"]
      ).map(RunRecord.init)
    }
    guard let run = found.first, found.count == 1 else {
      throw CatalogError.noRun(prefix: prefix, candidates: found.count)
    }
    return run
  }

  /// What a run read and wrote, in the order recorded.
  public func artifacts(of run: String) throws -> [Artifact] {
    try database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT artifact.* FROM artifact JOIN run ON run.number = artifact.run
          WHERE run.id = ? ORDER BY artifact.number
          """, arguments: [run]
      ).map { row in
        Artifact(
          role: Artifact.Role(rawValue: row["role"]) ?? .output, name: row["name"],
          path: row["path"], sha256: row["sha256"], bytes: row["bytes"])
      }
    }
  }

  /// What a run measured, in the order reported.
  public func metrics(of run: String) throws -> [RecordedMetric] {
    try database.read { database in
      let cursor = try Row.fetchCursor(
        database,
        sql: """
          SELECT metric.name, value, low, high, level, n, clusters, resamples, unit, direction
          FROM metric JOIN run ON run.number = metric.run WHERE run.id = ? ORDER BY metric.number
          """, arguments: [run])
      var metrics: [RecordedMetric] = []
      while let row = try cursor.next() { metrics.append(RecordedMetric(row)) }
      return metrics
    }
  }
}

extension RecordedMetric {
  /// Reads the columns by place, which is several times faster than by name.
  init(_ row: Row) {
    func number(_ column: Int) -> Double { row[column] as Double? ?? .nan }
    self.init(
      name: row[0], value: number(1), low: number(2), high: number(3), level: row[4],
      count: row[5], clusters: row[6], resamples: row[7], unit: row[8],
      direction: Direction(rawValue: row[9]) ?? .neutral)
  }
}

extension RunRecord {
  init(_ row: Row) {
    func object(_ column: String) -> JSONObject {
      (try? JSONValue.parse(row[column] as String))?.object ?? JSONObject()
    }
    let arguments = (try? JSONValue.parse(row["arguments"] as String))?.array ?? []
    self.init(
      id: row["id"], command: row["command"], arguments: arguments.compactMap(\.string),
      configuration: object("configuration"),
      seed: (row["seed"] as String?).flatMap { UInt64($0) }, directory: row["directory"],
      version: row["version"], instructionSet: row["instruction_set"], host: object("host"),
      process: row["process"], startedAt: row["started_at"], parent: row["parent"],
      step: row["step"])
    endedAt = row["ended_at"]
    status = RunStatus(rawValue: row["status"]) ?? .failed
    exitCode = row["exit_code"]
    message = row["message"]
    metricCount = row["metric_count"]
  }
}
