import ArgumentParser
import Catalog
import Foundation

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Look at the runs of this folder: list, compare, tell why two differ.",
    discussion: """
      Every command that computes something is recorded in .knowable/catalog.sqlite of the working
      directory (KNOWABLE_CATALOG names another file, or is `off`): its options, seed, machine, the
      hashes of what it read and wrote, and its metrics with n and interval. A run is named by the
      start of its id; `last` is the latest.
      """,
    subcommands: [
      List.self, Show.self, Compare.self, Diff.self, Verify.self, Collect.self, Export.self,
    ])

  /// The catalog of this folder.
  ///
  /// - Throws: a sentence when there is none.
  static func open() throws -> Catalog {
    guard let path = RunRecorder.path else {
      throw BadInput("KNOWABLE_CATALOG is off: no runs are recorded.")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw BadInput("There is no catalog at \(path): nothing has been run in this folder yet.")
    }
    return try Catalog(path: path)
  }
}
