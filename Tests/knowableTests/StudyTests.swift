import Foundation
import TestSupport
import Testing
import TextFiles

/// Studies on the command line: planned, run, killed, continued, reused, reported.
@Suite struct StudyTests {
  private let folder: TemporaryFolder
  private let study: String

  init() throws {
    folder = try TemporaryFolder()
    let world = Goldens.repository.appending(path: "data/worlds/facts-and-coins").path(
      percentEncoded: false)
    study = try folder.write(
      """
      name: two bands
      variables: {world: \(world)}
      steps:
        texts:
          run: world
          with: {world: "${world}/world.json", documents: 60, length: 128}
        pair:
          run: pair
          with:
            small: ${world}/small
            large: ${world}/large
            input: ${texts}/documents.jsonl
            resamples: 100
          grid: {band: ["1:3", "2:3"]}
        states:
          run: embed
          with: {model: "${world}/small", input: "${texts}/documents.jsonl", position: last}
      """, to: "study.yaml")
  }

  private func knowable(_ arguments: [String]) async throws -> CommandLineRun {
    try await CommandLineRun.run(
      arguments, environment: ["KNOWABLE_CATALOG": folder.path("catalog.sqlite")])
  }

  /// The results lie with the user, not with the working directory or the study file.
  @Test func theSameStudyInAnotherFolderReusesEverything() async throws {
    let elsewhere = try TemporaryFolder()
    let copy = try elsewhere.write(
      String(contentsOfFile: study, encoding: .utf8), to: "copy.yaml")
    func run(_ file: String, _ name: String) async throws -> CommandLineRun {
      try await CommandLineRun.run(
        ["study", "run", file, "--json", "--quiet"],
        environment: [
          "XDG_CACHE_HOME": folder.path("cache"), "KNOWABLE_CATALOG": folder.path(name),
        ])
    }
    let first = try await run(study, "first.sqlite")
    #expect(try names(first, "done").count == 4)
    let second = try await run(copy, "second.sqlite")
    #expect(try names(second, "reused").count == 4)
    #expect(try names(second, "done").isEmpty)
  }

  private func run(in steps: String, _ more: [String] = []) async throws -> CommandLineRun {
    try await knowable(
      ["study", "run", study, "--steps", folder.path(steps), "--json", "--quiet"] + more)
  }

  private func names(_ result: CommandLineRun, _ key: String) throws -> [String] {
    (try result.json()[key]?.array ?? []).compactMap(\.string)
  }

  @Test func stepsRunOnceAndAreReused() async throws {
    let first = try await run(in: "steps")
    #expect(first.code == 0, "\(first.error)")
    #expect(try names(first, "done").count == 4)
    let again = try await run(in: "steps")
    #expect(try names(again, "done").isEmpty)
    #expect(try names(again, "reused").count == 4)
    // One changed option reruns only what depends on it.
    let changed = try await run(in: "steps", ["pair.balance=none"])
    #expect(try names(changed, "reused") == ["texts", "states"])
    let report = folder.path("report.html")
    let reported = try await knowable([
      "study", "report", study, "--steps", folder.path("steps"), "--output", report, "--tables",
      "--quiet",
    ])
    #expect(reported.code == 0, "\(reported.error)")
    let page = try String(contentsOfFile: report, encoding: .utf8)
    #expect(page.contains("4 of 4 runs are done"))
    let twin = try String(contentsOfFile: folder.path("report.md"), encoding: .utf8)
    #expect(twin.contains("## Runs") && twin.contains("| texts |"))
    let tables = try folder.contents(of: "report-tables").keys.sorted()
    #expect(tables == ["runs.csv", "step-pair.csv"])
    let shown = try await knowable(["runs", "list", "--json"]).json().array ?? []
    // Four steps, two more for the changed option, and two studies.
    #expect(shown.count == 8)
  }

  @Test func aKilledStudyEndsAsIfItHadNotBeen() async throws {
    let whole = try await run(in: "whole")
    #expect(whole.code == 0, "\(whole.error)")
    for round in 1...3 {
      _ = try await CommandLineRun.run(
        ["study", "run", study, "--steps", folder.path("killed"), "--quiet"],
        killedAfter: 0.3 * Double(round))
    }
    let continued = try await run(in: "killed")
    #expect(continued.code == 0, "\(continued.error)")
    let (left, right) = (try folder.contents(of: "whole"), try folder.contents(of: "killed"))
    #expect(Set(left.keys) == Set(right.keys))
    for (name, bytes) in left where !name.hasSuffix("log.txt") {
      // What a command prints may say how long it took.
      func text(_ bytes: Data) -> String {
        String(decoding: bytes, as: UTF8.self).replacing(#/"seconds": [^\n]*/#, with: "")
          .replacing(folder.path("whole"), with: folder.path("killed"))
      }
      #expect(text(bytes) == text(right[name] ?? Data()), "\(name) differs")
    }
  }

  @Test func aFailedStepStopsOnlyWhatNeedsIt() async throws {
    let broken = try folder.write(
      """
      steps:
        bad: {run: world, with: {world: absent.json}}
        needs: {run: embed, with: {model: absent, input: "${bad}/documents.jsonl"}}
        good: {run: world, with: {world: \(Goldens.repository.appending(path: "data/worlds/facts-and-coins/world.json").path(percentEncoded: false)), documents: 2}}
      """, to: "broken.yaml")
    let result = try await knowable([
      "study", "run", broken, "--steps", folder.path("b"), "--json", "--quiet",
    ])
    #expect(result.code == 1)
    #expect(try names(result, "failed") == ["bad"])
    #expect(try names(result, "skipped") == ["needs"])
    #expect(try names(result, "done") == ["good"])
    let status =
      try await knowable([
        "study", "status", broken, "--steps", folder.path("b"), "--json", "--quiet",
      ]).json().array ?? []
    #expect(status.first?["state"] == "failed")
    #expect(status.first?["message"]?.string?.contains("absent.json") == true)
  }

  @Test func mistakesEndWithCodeThree() async throws {
    let mistaken = try folder.write(
      "steps:\n  a:\n    run: world\n    with: {document: 1}\n", to: "m.yaml")
    let result = try await knowable(["study", "validate", mistaken])
    #expect(result.code == 3)
    #expect(result.error.contains("line 4") && result.error.contains("did you mean documents?"))
    let missing = try await knowable(["study", "plan", folder.path("absent.yaml")])
    #expect(missing.code == 3)
  }

  @Test func theSchemaIsJSONAndKnowsThePairCommand() async throws {
    let schema = try await knowable(["study", "schema"]).json()
    let steps = schema["properties"]?["steps"]?["additionalProperties"]?["oneOf"]?.array ?? []
    #expect(steps.contains { $0["title"] == "pair" })
  }
}
