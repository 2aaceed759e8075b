import GRDB

/// The catalog's layout, as steps that are only ever added to.
enum CatalogMigrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs, artifacts, metrics") { database in
      try database.create(table: "run") { table in
        table.autoIncrementedPrimaryKey("number")
        table.column("id", .text).notNull().unique()
        table.column("parent", .text).indexed()
        table.column("step", .text)
        table.column("command", .text).notNull()
        table.column("arguments", .text).notNull()
        table.column("configuration", .text).notNull()
        table.column("seed", .text)
        table.column("directory", .text).notNull()
        table.column("version", .text).notNull()
        table.column("instruction_set", .text).notNull()
        table.column("host", .text).notNull()
        table.column("process", .integer).notNull()
        table.column("started_at", .text).notNull().indexed()
        table.column("ended_at", .text)
        table.column("status", .text).notNull()
        table.column("exit_code", .integer)
        table.column("message", .text)
        table.column("metric_count", .integer).notNull().defaults(to: 0)
      }
      try database.create(table: "artifact") { table in
        table.autoIncrementedPrimaryKey("number")
        table.column("run", .integer).notNull().indexed()
          .references("run", column: "number", onDelete: .cascade)
        table.column("role", .text).notNull()
        table.column("name", .text).notNull()
        table.column("path", .text).notNull()
        table.column("sha256", .text).notNull().indexed()
        table.column("bytes", .integer).notNull()
      }
      try database.create(table: "metric") { table in
        table.autoIncrementedPrimaryKey("number")
        table.column("run", .integer).notNull().indexed()
          .references("run", column: "number", onDelete: .cascade)
        table.column("name", .text).notNull()
        table.column("value", .double)
        table.column("low", .double)
        table.column("high", .double)
        table.column("level", .double).notNull()
        table.column("n", .integer).notNull()
        table.column("clusters", .integer).notNull()
        table.column("resamples", .integer).notNull()
        table.column("unit", .text).notNull()
        table.column("direction", .text).notNull()
      }
      // Hashes of big files, so that a model is read for its hash once.
      try database.create(table: "known_hash") { table in
        table.primaryKey("path", .text)
        table.column("bytes", .integer).notNull()
        table.column("modified", .integer).notNull()
        table.column("sha256", .text).notNull()
      }
    }
    return migrator
  }
}
