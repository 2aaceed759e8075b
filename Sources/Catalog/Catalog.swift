import GRDB
import TensorFiles
import TextFiles

/// The record of every run: an SQLite file with runs, the files they read and wrote, and what they
/// measured. Tensors and reports stay in files; the catalog knows their hashes.
///
/// Several processes may write at once (write-ahead log; each waits up to ten seconds). A catalog
/// of an earlier version is migrated when it is opened.
public final class Catalog: Sendable {
  /// The file.
  public let path: String
  let database: DatabasePool

  /// Opens a catalog, making it and its folder when they are not there.
  ///
  /// - Throws: ``CatalogError/newer(path:)``, ``CatalogError/unusable(path:reason:)``, and
  ///   `TensorFilesError` when the folder cannot be made.
  public init(path: String) throws {
    self.path = path
    try Folder.make(holding: path)
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      database = try DatabasePool(path: path, configuration: configuration)
      let migrator = CatalogMigrations.migrator
      let applied = try database.read { database in
        if try migrator.hasBeenSuperseded(database) { throw CatalogError.newer(path: path) }
        return try migrator.hasCompletedMigrations(database)
      }
      if !applied { try migrator.migrate(database) }
    } catch let error as DatabaseError {
      throw CatalogError.unusable(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// Records that a run has begun, so that a killed one is seen. An earlier run with the same id,
  /// such as a step that was killed, gives way.
  public func begin(_ run: RunRecord) throws {
    try database.write { database in
      try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run.id])
      try database.execute(
        sql: """
          INSERT INTO run (id, parent, step, command, arguments, configuration, seed, directory,
            version, instruction_set, host, process, started_at, status)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run.id, run.parent, run.step, run.command,
          JSONValue.array(run.arguments.map(JSONValue.string)).serialized(),
          JSONValue.object(run.configuration).serialized(), run.seed.map { String($0) },
          run.directory, run.version, run.instructionSet,
          JSONValue.object(run.host).serialized(), run.process, run.startedAt,
          run.status.rawValue,
        ])
    }
  }

  /// Records how a run ended, in one transaction; rows go through prepared statements.
  public func finish(_ id: String, _ outcome: RunOutcome) throws {
    try database.write { database in
      try database.execute(
        sql: """
          UPDATE run SET status = ?, exit_code = ?, message = ?, ended_at = ?, metric_count = ?
          WHERE id = ?
          """,
        arguments: [
          outcome.status.rawValue, outcome.exitCode, outcome.message, outcome.endedAt,
          outcome.metrics.count, id,
        ])
      let number = try Int64.fetchOne(
        database, sql: "SELECT number FROM run WHERE id = ?", arguments: [id])
      try Self.insert(outcome.artifacts, run: number, database)
      try Self.insert(outcome.metrics, run: number, database)
    }
  }

  private static func insert(
    _ artifacts: [Artifact], run: Int64?, _ database: Database
  ) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO artifact (run, role, name, path, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?)
        """)
    for artifact in artifacts {
      try statement.execute(arguments: [
        run, artifact.role.rawValue, artifact.name, artifact.path, artifact.sha256, artifact.bytes,
      ])
    }
  }

  private static func insert(
    _ metrics: [RecordedMetric], run: Int64?, _ database: Database
  ) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO metric
          (run, name, value, low, high, level, n, clusters, resamples, unit, direction)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    // SQLite has no NaN: what is not defined is NULL.
    func number(_ value: Double) -> Double? { value.isNaN ? nil : value }
    for metric in metrics {
      try statement.execute(arguments: [
        run, metric.name, number(metric.value), number(metric.low), number(metric.high),
        metric.level, metric.count, metric.clusters, metric.resamples, metric.unit,
        metric.direction.rawValue,
      ])
    }
  }
}
