import Batches
import TestSupport
import Testing
import TextFiles

@Suite struct StudyPlanTests {
  private func plan(
    _ text: String = StudyFileTests.text, overrides: [String] = [], limit: Int? = nil,
    hash: @escaping (String, String) -> String? = { _, _ in nil }
  ) throws -> StudyPlan {
    var study = try StudyFile(text: text, path: "s.yaml", commands: StudyFileTests.commands)
    try study.apply(overrides: overrides, commands: StudyFileTests.commands)
    return try StudyPlan(
      study,
      StudyPlan.Context(
        version: "1", commands: StudyFileTests.commands, limit: limit, contentHash: hash))
  }

  @Test func gridsAndSeedsMultiplyAndGoTogether() throws {
    let plan = try plan()
    #expect(plan.steps.count == 6)
    #expect(plan.steps[0].id == "texts[seed=1]")
    #expect(plan.steps[2].id == "pair[seed=1,pair.band=2:3]")
    #expect(plan.steps[2].dependencies == [plan.steps[0].key])
    #expect(Set(plan.steps.map(\.key)).count == 6)
  }

  /// Changing one key reruns exactly the steps that depend on it.
  @Test func keysChangeExactlyDownstream() throws {
    let before = try plan()
    func changed(_ overrides: [String]) throws -> [Bool] {
      zip(before.steps, try plan(overrides: overrides).steps).map { $0.key != $1.key }
    }
    #expect(try changed([]) == [false, false, false, false, false, false])
    #expect(try changed(["size=11"]) == [true, true, true, true, true, true])
    #expect(
      try changed(["pair.balance=none"]) == [false, false, true, true, true, true])
    #expect(
      try changed(["pair.band=2:3,2:5"]) == [false, false, false, true, false, true])
    #expect(try changed(["seeds=1,3"]) == [false, true, false, false, true, true])
  }

  /// A new value of a grid, or a new seed, adds runs and leaves the others as they are.
  @Test func newGridValuesAndSeedsKeepWhatIsThere() throws {
    let before = Set(try plan().steps.map(\.key))
    let wider = try plan(overrides: ["pair.band=2:3,2:4,2:5"]).steps
    #expect(before.isSubset(of: wider.map(\.key)))
    #expect(
      wider.filter { !before.contains($0.key) }.map(\.id) == [
        "pair[seed=1,pair.band=2:5]", "pair[seed=2,pair.band=2:5]",
      ])
    let seeded = try plan(overrides: ["seeds=1,2,3"]).steps
    #expect(before.isSubset(of: seeded.map(\.key)))
    #expect(
      seeded.filter { !before.contains($0.key) }.map(\.id) == [
        "texts[seed=3]", "pair[seed=3,pair.band=2:3]", "pair[seed=3,pair.band=2:4]",
      ])
    // The order of values is no part of a result.
    let turned = try plan(overrides: ["pair.band=2:4,2:3", "seeds=2,1"]).steps
    #expect(Set(turned.map(\.key)) == before)
  }

  @Test func inputsCountByContent() throws {
    let text = "steps:\n  a: {run: pair, with: {input: texts.txt, band: '1:2'}}"
    func key(_ content: String) throws -> String {
      try plan(text) { option, _ in option == "input" ? content : nil }.steps[0].key
    }
    #expect(try key("1") == key("1"))
    #expect(try key("1") != key("2"))
  }

  @Test func argumentsPointIntoTheStore() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "texts.txt")
    let plan = try plan(
      """
      steps:
        b: {run: pair, with: {input: "${a}/documents.jsonl", verbose: true}}
        a: {run: world, with: {documents: 3}}
        c: {run: pair, with: {input: texts.txt, verbose: false}}
      """, limit: 7)
    let store = StepStore(path: "/store")
    let a = try #require(plan.steps.first { $0.step == "a" })
    let b = try #require(plan.steps.first { $0.step == "b" })
    let c = try #require(plan.steps.first { $0.step == "c" })
    #expect(
      b.arguments(in: store, studyFolder: folder.path) == [
        "pair", "--input", "\(store.folder(of: a.key))/documents.jsonl", "--verbose", "--output",
        store.folder(of: b.key), "--limit", "7",
      ])
    #expect(
      c.arguments(in: store, studyFolder: folder.path).prefix(3) == [
        "pair", "--input", "\(folder.path)/texts.txt",
      ])
    #expect(!c.arguments(in: store, studyFolder: folder.path).contains("--verbose"))
  }

  @Test func onlyFoldersHaveAPlaceOfTheirOwn() throws {
    for (help, expected) in [("JSON-lines file of results.", 1), ("Folder of results.", 3)] {
      let commands = [
        CommandDescription(name: "iclt", options: [.init(name: "output", help: help)])
      ]
      let study = try StudyFile(
        text: "steps: {a: {run: iclt}}", path: "s.yaml", commands: commands)
      let plan = try StudyPlan(study, .init(version: "1", commands: commands) { _, _ in nil })
      let arguments = plan.steps[0].arguments(in: StepStore(path: "/s"), studyFolder: "/")
      #expect(arguments.count == expected)
    }
  }

  @Test func hugeGridsAreRefused() {
    let values = (0..<101).map { "\"\($0)\"" }.joined(separator: ",")
    #expect(throws: BatchesError.self) {
      try plan(
        "steps:\n  a: {run: pair, grid: {band: [\(values)], input: [\(values)]}}")
    }
    // Refused before the combinations are made: there are 1.6 billion, and 16 million from two steps.
    let options = ["input", "band", "output", "limit"]
    let many = (0..<200).map { String($0) }.joined(separator: ",")
    let axes = options.map { "\($0): [\(many)]" }.joined(separator: ", ")
    #expect(throws: BatchesError.self) { try plan("steps:\n  a: {run: pair, grid: {\(axes)}}") }
    #expect(throws: BatchesError.self) {
      try plan(
        """
        steps:
          a: {run: world, grid: {documents: [\((0..<4000).map(String.init).joined(separator: ","))]}}
          b: {run: world, grid: {documents: [\((0..<4000).map(String.init).joined(separator: ","))]}}
          c: {run: pair, after: [a, b]}
        """)
    }
  }

  @Test func oneProcessAtATimeComputesAStep() throws {
    let folder = try TemporaryFolder()
    let store = StepStore(path: folder.path("steps"))
    let key = String(repeating: "a", count: 64)
    var first = try store.lock(key)
    #expect(first != nil)
    #expect(try store.lock(key) == nil)
    #expect(try store.lock(String(repeating: "b", count: 64)) != nil)
    first = nil
    #expect(try store.lock(key) != nil)
  }

  @Test func theSchemaKnowsEveryOption() {
    let schema = StudySchema.schema(StudyFileTests.commands)
    let steps = schema["properties"]?["steps"]?["additionalProperties"]?["oneOf"]?.array ?? []
    #expect(steps.count == 2)
    #expect(steps[1]["properties"]?["with"]?["properties"]?["balance"]?["enum"]?.array?.count == 2)
  }
}
