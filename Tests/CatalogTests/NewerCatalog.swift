import GRDB

/// A catalog as a later version of the program would leave it.
enum NewerCatalog {
  static func make(_ path: String) throws {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs, artifacts, metrics") { _ in }
    migrator.registerMigration("999 from the future") { _ in }
    try migrator.migrate(DatabaseQueue(path: path))
  }
}
