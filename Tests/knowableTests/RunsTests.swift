import Foundation
import TestSupport
import Testing
import TextFiles

/// Every computing command records its run, and `runs` reads it back.
@Suite struct RunsTests {
  private let folder: TemporaryFolder
  private var environment: [String: String] {
    ["KNOWABLE_CATALOG": folder.path("runs/catalog.sqlite")]
  }

  init() throws { folder = try TemporaryFolder() }

  private func knowable(_ arguments: String...) async throws -> CommandLineRun {
    try await CommandLineRun.run(arguments, environment: environment)
  }

  private func world(seed: Int, documents: Int = 3) async throws -> CommandLineRun {
    try await knowable(
      "world", "--world",
      Goldens.repository.appending(path: "data/worlds/facts-and-coins/world.json")
        .path(percentEncoded: false),
      "--documents", String(documents), "--output", folder.path("world-\(seed)"), "--seed",
      String(seed), "--quiet")
  }

  @Test func aRunIsRecordedWithItsOptionsAndFiles() async throws {
    #expect(try await world(seed: 1).code == 0)
    let shown = try await knowable("runs", "show", "last", "--json").json()
    #expect(shown["command"] == "world")
    #expect(shown["status"] == "done")
    #expect(shown["configuration"]?["documents"] == 3)
    let roles = (shown["artifacts"]?.array ?? []).compactMap { $0["role"]?.string }
    #expect(roles.contains("input") && roles.contains("output"))
    #expect(try await knowable("runs", "verify", "--quiet").code == 0)
    try FileManager.default.removeItem(atPath: folder.path("world-1"))
    let verified = try await knowable("runs", "verify", "--quiet")
    #expect(verified.code == 1)
    #expect(verified.output.contains("missing"))
  }

  @Test func twoRunsDifferByOptionAndSeed() async throws {
    #expect(try await world(seed: 1).code == 0)
    #expect(try await world(seed: 2, documents: 4).code == 0)
    let ids = try await knowable("runs", "list", "--json").json().array ?? []
    let (second, first) = (try #require(ids[0]["id"]?.string), try #require(ids[1]["id"]?.string))
    let causes = try await knowable("runs", "diff", first, second, "--json").json().array ?? []
    #expect(causes.compactMap { $0["kind"]?.string } == ["configuration", "seed"])
    #expect(causes.first?["name"] == "documents")
  }

  @Test func failuresAreRecordedWithTheirSentence() async throws {
    let failed = try await knowable(
      "world", "--world", folder.path("absent.json"), "--output", folder.path("x"))
    #expect(failed.code == 3)
    let shown = try await knowable("runs", "show", "last", "--json").json()
    #expect(shown["status"] == "failed")
    #expect(shown["exit_code"] == 3)
    #expect(shown["message"]?.string?.contains("absent.json") == true)
    #expect(try await knowable("runs", "gc", "--quiet").code == 0)
    #expect(try await knowable("runs", "list", "--json").json().array?.isEmpty == true)
  }

  @Test func anUnusableCatalogDoesNotStopTheWork() async throws {
    try folder.write("this is no database, but long enough to be read as one", to: "broken")
    let run = try await CommandLineRun.run(
      [
        "world", "--world",
        Goldens.repository.appending(path: "data/worlds/facts-and-coins/world.json").path(
          percentEncoded: false),
        "--documents", "2", "--output", folder.path("w"),
      ], environment: ["KNOWABLE_CATALOG": folder.path("broken")])
    #expect(run.code == 0)
    #expect(run.error.contains("not recorded"))
  }

  @Test func aFolderWithoutRunsSaysSo() async throws {
    let run = try await knowable("runs", "list")
    #expect(run.code == 3)
    #expect(run.error.contains("nothing has been run"))
  }
}
