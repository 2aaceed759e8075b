import Batches
import Testing

@Suite struct StudyFileTests {
  static let commands = [
    CommandDescription(
      name: "world",
      options: [.init(name: "documents"), .init(name: "output"), .init(name: "seed")]),
    CommandDescription(
      name: "pair",
      options: [
        .init(name: "input"), .init(name: "band"), .init(name: "output"), .init(name: "limit"),
        .init(name: "balance", values: ["none", "tokens"]), .init(name: "verbose", isFlag: true),
      ]),
  ]

  static let text = """
    name: two steps
    seeds: [1, 2]
    variables: {size: 10}
    steps:
      texts:
        run: world
        with: {documents: "${size}"}
      pair:
        run: pair
        with: {input: "${texts}/documents.jsonl"}
        grid: {band: ["2:3", "2:4"]}
    """

  private func study(_ text: String) throws -> StudyFile {
    try StudyFile(text: text, path: "s.yaml", commands: Self.commands)
  }

  @Test func aStudyIsRead() throws {
    let study = try study(Self.text)
    #expect(study.seeds == ["1", "2"])
    #expect(study.steps.map(\.name) == ["texts", "pair"])
    #expect(study.step("pair")?.grid.first?.values == ["2:3", "2:4"])
    #expect(study.step("pair")?.line == 8)
  }

  @Test(arguments: [
    ("stepz: {}", 1, "did you mean steps?"),
    ("steps:\n  a: {run: wrld}", 2, "did you mean world?"),
    ("steps:\n  a:\n    run: world\n    with:\n      document: 3", 5, "did you mean documents?"),
    ("steps:\n  a: {run: pair, with: {balance: token}}", 2, "did you mean tokens?"),
    ("steps:\n  a: {run: pair, with: {verbose: perhaps}}", 2, "true or false"),
    ("steps:\n  a: {run: pair, with: {band: [1, 2]}}", 2, "belong into `grid`"),
    ("steps:\n  a: {run: pair, grid: {band: 1}}", 2, "lists the values"),
    (
      "steps:\n  a: {run: pair, with: {band: 1}, grid: {band: [1, 2]}}", 2,
      "in `with` and in `grid`"
    ),
    (
      "steps:\n  a: {run: world, with: {documents: \"${textz}\"}}", 2,
      "neither a variable nor a step"
    ),
    ("steps:\n  a: {run: pair, with: {input: \"${a}\"}}", 2, "wait for each other"),
    ("steps:\n  a: {run: world}\n  a: {run: world}", 2, "given twice"),
    ("steps:\n  a: {with: {}}", 2, "which command"),
    ("seeds: [x]\nsteps:\n  a: {run: world}", 1, "whole number"),
    ("steps:\n  a: {run: world, memory: lots}", 2, "a size such as"),
    ("steps: [1", 1, "not YAML"),
    ("- 1", 1, "must be a mapping"),
  ])
  func mistakesAreNamedWithTheirLine(text: String, line: Int, says: String) {
    let error = #expect(throws: BatchesError.self) { try study(text) }
    guard case .badStudy(_, let found, let problem)? = error else {
      Issue.record("not a mistake of the study: \(String(describing: error))")
      return
    }
    #expect(problem.contains(says), "\(problem)")
    #expect(found == line || says == "not YAML")
  }

  @Test func aliasesThatMultiplyAreRefused() {
    var text = "a0: &a0 x\n"
    for level in 1...10 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = #expect(throws: BatchesError.self) { try study(text + "? *a10\n: x\n") }
    #expect(error?.description.contains("aliases") == true)
    #expect(throws: Never.self) {
      try study("steps:\n  a: &a {run: world}\n  b: *a\n  c: {run: pair, with: {input: 2*3}}")
    }
  }

  @Test func anEmptyFileIsRefused() {
    #expect(throws: BatchesError.self) { try study("") }
    #expect(throws: BatchesError.self) { try study("steps: {}") }
  }

  @Test func overridesChangeVariablesOptionsGridsAndSeeds() throws {
    var changed = try study(Self.text)
    try changed.apply(
      overrides: ["size=3", "pair.band=1:2,3:4", "pair.balance=none", "seeds=5"],
      commands: Self.commands)
    #expect(changed.variables["size"] == "3")
    #expect(changed.step("pair")?.grid.first?.values == ["1:2", "3:4"])
    #expect(changed.step("pair")?.settings.last?.values == ["none"])
    #expect(changed.seeds == ["5"])
    for bad in ["sise=3", "pare.band=1", "pair.bandd=1", "noequals", "seeds=a"] {
      #expect(throws: BatchesError.self) {
        try changed.apply(overrides: [bad], commands: Self.commands)
      }
    }
  }
}
