import Catalog
import Foundation
import TestSupport
import Testing
import TextFiles

@Suite struct CatalogTests {
  private func run(_ id: String, seed: UInt64 = 0, options: [(String, JSONValue)] = []) -> RunRecord
  {
    RunRecord(
      id: id, command: "train", arguments: ["knowable", "train"],
      configuration: JSONObject(options),
      seed: seed, directory: "/", version: "1", instructionSet: "avx2", host: JSONObject(),
      process: 1, startedAt: id)
  }

  private func metric(_ name: String, _ value: Double) -> RecordedMetric {
    RecordedMetric(
      name: name, value: value, low: value - 0.1, high: value + 0.1, count: 10, clusters: 5,
      direction: .higher)
  }

  private func ended(_ metrics: [RecordedMetric], _ artifacts: [Artifact] = []) -> RunOutcome {
    RunOutcome(
      status: .done, exitCode: 0, endedAt: "later", artifacts: artifacts, metrics: metrics)
  }

  @Test func whatIsWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/deep/catalog.sqlite"
    let record = run("20260101", seed: .max, options: [("band", "2:3")])
    let undefined = RecordedMetric(name: "ece", value: .nan, count: 0, clusters: 0)
    do {
      let catalog = try Catalog(path: path)
      try catalog.begin(record)
      try catalog.finish(record.id, ended([metric("auroc", 0.7), undefined]))
    }
    let catalog = try Catalog(path: path)
    let read = try catalog.run("2026")
    #expect(read.configuration["band"] == "2:3")
    #expect(read.seed == .max)
    #expect(read.status == .done)
    #expect(read.metricCount == 2)
    #expect(try catalog.metrics(of: record.id) == [metric("auroc", 0.7), undefined])
  }

  @Test func idsMustNameOneRun() throws {
    let folder = try TemporaryFolder()
    let catalog = try Catalog(path: "\(folder.path)/c.sqlite")
    try catalog.begin(run("20260101"))
    try catalog.begin(run("20260102"))
    #expect(try catalog.run("last").id == "20260102")
    #expect(throws: CatalogError.noRun(prefix: "2026", candidates: 2)) { try catalog.run("2026") }
    #expect(throws: CatalogError.noRun(prefix: "x", candidates: 0)) { try catalog.run("x") }
  }

  @Test func aNewerCatalogIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/c.sqlite"
    try NewerCatalog.make(path)
    #expect(throws: CatalogError.newer(path: path)) { try Catalog(path: path) }
  }

  @Test func aFileThatIsNoDatabaseIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(String(repeating: "not a database ", count: 100), to: "c.sqlite")
    #expect(throws: CatalogError.self) { try Catalog(path: path) }
  }

  @Test func comparisonJoinsByNameAndKnowsTheDirection() {
    let lines = RunComparison(
      [metric("auroc", 0.5), metric("only", 1)], [metric("auroc", 0.8), metric("new", 1)]
    ).lines
    #expect(lines.map(\.name) == ["auroc", "only", "new"])
    #expect(lines[0].isBetter == true)
    #expect(lines[0].intervalsApart)
    #expect(lines[1].difference.isNaN && lines[1].isBetter == nil)
  }

  @Test func differencesNameTheFirstRowAndThenTheOptions() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write("a\nb\nc\n", to: "1.csv")
    let second = try folder.write("a\nB\nc\n", to: "2.csv")
    let catalog = try Catalog(path: "\(folder.path)/c.sqlite")
    let found = RunDifference.all(
      (
        run("1", options: [("labels", "1.csv"), ("band", "2:3")]),
        [try catalog.artifact(.input, name: "labels", path: first)]
      ),
      (
        run("2", seed: 7, options: [("labels", "2.csv"), ("band", "2:4")]),
        [try catalog.artifact(.input, name: "labels", path: second)]
      ))
    #expect(found.map(\.kind) == [.data, .configuration, .seed])
    #expect(found[0].place == "line 2")
    #expect(found[1].name == "band")
  }

  @Test(arguments: [
    ("a\n\nb\n", "a\n\nc\n", "line 3"), ("a\n\nb\n", "a\nb\n", "line 2"),
    ("a\n", "a\nb\n", "line 2"), ("a\nb\n", "a\nb\r\n", nil),
  ])
  func theFirstDifferingLineIsThatOfTheFile(first: String, second: String, place: String?) throws {
    let folder = try TemporaryFolder()
    let catalog = try Catalog(path: "\(folder.path)/c.sqlite")
    let artifacts = try [("1", first), ("2", second)].map { name, text in
      try catalog.artifact(.input, name: "labels", path: folder.write(text, to: name))
    }
    let found = RunDifference.all((run("1"), [artifacts[0]]), (run("2"), [artifacts[1]]))
    #expect(found.map(\.place) == [place])
  }

  @Test func verificationSeesChangesAndLosses() throws {
    let folder = try TemporaryFolder()
    let catalog = try Catalog(path: "\(folder.path)/c.sqlite")
    let paths = try ["same", "changed", "missing"].map {
      try folder.write("1", to: $0)
    }
    try catalog.begin(run("1"))
    let artifacts = try paths.map { try catalog.artifact(.output, name: "output", path: $0) }
    try catalog.finish("1", ended([], artifacts))
    try folder.write("2", to: "changed")
    try FileManager.default.removeItem(atPath: folder.path("missing"))
    let found = try catalog.verify()
    #expect(found.map(\.condition) == [.changed, .missing])
    #expect(try catalog.abandoned { _ in true }.isEmpty)
    try FileManager.default.removeItem(atPath: folder.path("same"))
    try FileManager.default.removeItem(atPath: folder.path("changed"))
    #expect(try catalog.abandoned { _ in true }.map(\.id) == ["1"])
  }

  @Test func deadRunsAreForgottenAndLivingOnesKept() throws {
    let folder = try TemporaryFolder()
    let catalog = try Catalog(path: "\(folder.path)/c.sqlite")
    try catalog.begin(run("1"))
    #expect(try catalog.abandoned { _ in true }.isEmpty)
    let dead = try catalog.abandoned { _ in false }
    try catalog.remove(dead)
    #expect(try catalog.runs().isEmpty)
  }

  @Test func metricsAreFoundInResults() throws {
    let result = try JSONValue.parse(
      """
      {"test": {"auroc": {"value": 0.9, "low": 0.8, "high": null, "n": 9, "clusters": 3}},
       "baselines": [{"name": "length", "auroc": {"value": null, "low": null, "high": null, "n": 9}}],
       "note": {"value": 3}}
      """)
    let found = RecordedMetric.found(in: result)
    #expect(found.map(\.name) == ["test.auroc", "baselines.length.auroc"])
    #expect(found[0].clusters == 3 && found[0].high.isNaN && found[0].direction == .higher)
    #expect(found[1].value.isNaN && found[1].clusters == 9)
  }
}
