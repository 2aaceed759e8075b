import Foundation
import TestSupport
import Testing
import TextFiles

/// The commands of a study after its scoring, on a reader whose preferences are known.
@Suite struct EvidenceStudyTests {
  private let folder: TemporaryFolder
  private let data: String

  init() throws {
    folder = try TemporaryFolder()
    data = try Self.evidence(questions: 6, in: folder)
  }

  private static func evidence(questions: Int, in folder: TemporaryFolder) throws -> String {
    let lines = (0..<questions).flatMap { question in
      (0..<6).map { number in
        let topic = (0..<number).map { "brint\(question)x\($0)" }.joined(separator: " ")
        return
          "{\"question\": \"Is brint\(question)x0 brint\(question)x1 brint\(question)x2 kalvo?\", "
          + "\"stance\": \"\(number % 2 == 0 ? "yes" : "no")\", \"text\": \"Many grundels may welk in "
          + "\(10 + number) farns. Often \(topic) opsti. People buy nothing.\"}"
      }
    }
    return try folder.write(lines.joined(separator: "\n"), to: "evidence\(questions).jsonl")
  }

  private func run(
    _ command: String, _ arguments: [String], quickly: Bool = true
  ) async throws -> CommandLineRun {
    try await CommandLineRun.run(
      ["evidence", command] + arguments + (quickly ? ["--resamples", "50"] : []) + ["--quiet"])
  }

  private func asking(_ output: String = "study", of data: String? = nil) -> [String] {
    ["--data", data ?? self.data, "--synthetic", "--output", folder.path(output)]
  }

  private func reading(_ study: String = "study") -> [String] {
    ["--data", data, "--study", folder.path(study), "--permutations", "49"]
  }

  @Test func aStudyGoesFromTextsToAPage() async throws {
    #expect(try await run("score", asking()).code == 0)
    let edited = try await run(
      "edit",
      asking() + ["--edits", "R1,S1", "--combine", "R1,S1", "--documents-per-side", "1", "--json"])
    #expect(edited.code == 0, "\(edited.error)")
    let effects = try #require(edited.json()["effects"]?.array)
    #expect(effects.map { $0["edit"]?.string } == ["R1", "S1", "P0", "P1"])
    #expect(effects[0]["verdict"]?.string == "raises" && effects[0]["left_out"]?.int == 0)
    #expect(try edited.json()["mixture"]?.array?.count == 3)
    let asked = try #require(edited.json()["asked"]?.int)
    #expect(try asked > 0 && edited.json()["all_runs"]?["prompts"]?.int == asked)
    let again = try await run(
      "edit", asking() + ["--edits", "R1,S1", "--documents-per-side", "1", "--json"])
    #expect(try again.json()["asked"]?.int == 0)
    #expect(try again.json()["all_runs"]?["prompts"]?.int == asked)
    let flipped = try await run(
      "flip", asking() + ["--limit", "2", "--orders", "2"], quickly: false)
    #expect(flipped.code == 0 && flipped.output.contains("minimal"), "\(flipped.error)")
    let majority = try await run("majority", asking() + ["--largest", "3", "--json"])
    #expect(majority.code == 0, "\(majority.error)")
    #expect(try majority.json()["majorities"]?.array?.count ?? 0 >= 6)
    let analysed = try await run("analyse", reading() + ["--json"])
    #expect(analysed.code == 0, "\(analysed.error)")
    let verdict = try analysed.json()["verdict"]?.string
    #expect(verdict?.contains("rankable") == true)
    let reported = try await run(
      "report", reading() + ["--page", folder.path("pages/new/page.html"), "--note", "A note."])
    #expect(reported.code == 0, "\(reported.error)")
    let page = try String(contentsOfFile: folder.path("pages/new/page.html"), encoding: .utf8)
    for part in [
      "id=\"edits\"", "id=\"mixture\"", "id=\"majorities\"", "id=\"flips\"", "What it took",
      "A note.", "<ins>",
    ] { #expect(page.contains(part), "\(part)") }
  }

  @Test func claimsOfRewritesAreJudgedBehindAServer() async throws {
    // Believes a claim by the share of its words that stand in the text.
    let judge = try LoopbackServer { request in
      let prompt = (try? JSONValue.parse(request.body))?["prompt"]?.string ?? ""
      let parts = prompt.split(separator: "\n")
      let text = Set((parts.first ?? "").split(separator: " "))
      let claim = parts.dropLast().last?.split(separator: " ").dropFirst() ?? []
      let share = Double(claim.count { text.contains($0) }) / Double(max(claim.count, 1))
      return .init(
        body: """
          {"choices": [{"logprobs": {"top_logprobs": [{" Yes": \(share - 2), " No": -2}]}}]}
          """)
    }
    let judging = ["--claims-server", judge.address]
    let tested = try await run(
      "judge", ["--data", data, "--output", folder.path("study"), "--json"] + judging)
    #expect(tested.code == 0, "\(tested.error)")
    let controls = try #require(tested.json()["controls"]?.array)
    #expect(controls.contains { $0["control"]?.string == "dropped" })
    let requests = folder.path("requests.jsonl")
    let editing = asking() + ["--edits", "R1", "--rewrite-list", "L4", "--json"]
    #expect(try await run("edit", editing + ["--requests", requests]).code == 0)
    var lines = try JSONLines(path: requests)
    var rewrites = ""
    while let (_, value) = try lines.next() {
      guard let id = value["document"]?.string, value["rewrite"]?.string == "L4",
        let text = value["prompt"]?.string?.components(separatedBy: "Text:\n").last
      else { continue }
      let sure = text.replacing("may", with: "will").replacing("Often", with: "Always")
      // The first text loses a claim and gets another one in its place.
      let new = rewrites.isEmpty ? sure.replacing("Many grundels", with: "Kelp and moss") : sure
      let line: JSONValue = ["document": .string(id), "rewrite": "L4", "text": .string(new)]
      rewrites += line.serialized() + "\n"
    }
    let path = try folder.write(rewrites, to: "rewrites.jsonl")
    let edited = try await run("edit", editing + judging + ["--rewrites", path])
    #expect(edited.code == 0, "\(edited.error)")
    let gates = try edited.json()["rewrites"]?.array?.first { $0["rewrite"]?.string == "L4" }
    #expect(gates?["failed_gates"]?["claims"]?.int ?? 0 >= 1, "\(String(describing: gates))")
    #expect(try edited.json()["claims_judge"]?["asked"]?.int != nil)
    let refused = try await run("edit", editing + judging)
    #expect(refused.code == 2 && refused.error.contains("give --writer"))
  }

  @Test func aKilledRunOfEditsEndsAlikeAndAsksNothingTwice() async throws {
    let data = try Self.evidence(questions: 60, in: folder)
    let whole = try await run("edit", asking("whole", of: data))
    #expect(whole.code == 0, "\(whole.error)")
    let killed = try await CommandLineRun.run(
      ["evidence", "edit"] + asking("killed", of: data) + ["--quiet"], send: "KILL",
      once: folder.path("killed/answers.jsonl"))
    #expect(killed.code == 137, "The run was over before it could be killed.")
    #expect(try await run("edit", asking("killed", of: data)).code == 0)
    for file in ["answers.jsonl", "edits.jsonl", "scores.jsonl"] {
      #expect(
        try Data(contentsOf: URL(filePath: folder.path("whole/\(file)")))
          == Data(contentsOf: URL(filePath: folder.path("killed/\(file)"))), "\(file)")
    }
    var lines = try JSONLines(path: folder.path("killed/answers.jsonl"))
    var (count, prompts) = (0, Set<String>())
    while let (_, value) = try lines.next() {
      count += 1
      prompts.insert(value["prompt"]?.string ?? "")
    }
    #expect(count > 1000 && prompts.count == count)
  }

  @Test(arguments: ["score", "edit", "majority"])
  func controlCStopsWithCode130AndTheRunGoesOn(command: String) async throws {
    let data = try Self.evidence(questions: 80, in: folder)
    let stopped = try await CommandLineRun.run(
      ["evidence", command] + asking(of: data) + ["--quiet"], send: "INT",
      once: folder.path("study/answers.jsonl"))
    #expect(stopped.code == 130, "\(stopped.error)")
    #expect(stopped.error.contains("the same command continues"))
    #expect(try await run(command, asking(of: data)).code == 0)
  }

  @Test(arguments: ["analyse", "report"])
  func whatWasNotScoredIsRefusedAtOnce(command: String) async throws {
    func refused(_ arguments: [String], _ sentence: String) async throws {
      let result = try await run(command, arguments)
      #expect(result.code == 3 && result.error.contains(sentence), "\(result.error)")
      #expect(result.error.split(separator: "\n").count == 1 && result.output.isEmpty)
    }
    try await refused(reading("nothing"), "There is no folder")
    #expect(!FileManager.default.fileExists(atPath: folder.path("nothing/features.jsonl")))
    try FileManager.default.createDirectory(
      atPath: folder.path("empty"), withIntermediateDirectories: true)
    try await refused(reading("empty"), "holds no scores.jsonl")
    #expect(!FileManager.default.fileExists(atPath: folder.path("empty/features.jsonl")))
    let other = try Self.evidence(questions: 7, in: folder)
    #expect(try await run("score", asking("other", of: other)).code == 0)
    try await refused(reading("other"), "does not hold: give the evidence file that was scored")
    try await refused(reading("other") + ["--reader", "x"], "has no reader \"x\"")
  }

  @Test(arguments: ["plan", "score", "edit", "flip", "majority"])
  func badInputIsOneSentenceBeforeAnythingIsAsked(command: String) async throws {
    func refused(_ arguments: [String], code: Int32 = 3, _ sentence: String) async throws {
      let result = try await run(command, arguments, quickly: false)
      #expect(result.code == code && result.error.contains(sentence), "\(result.error)")
      #expect(result.error.split(separator: "\n").count == 1 && result.output.isEmpty)
    }
    let empty = try folder.write("", to: "empty.jsonl")
    let oneSided = try folder.write(
      "{\"question\": \"Q?\", \"stance\": \"yes\", \"text\": \"A\"}", to: "one.jsonl")
    let file = try folder.write("x", to: "file")
    try await refused(asking(of: folder.path("none.jsonl")), "Cannot read")
    try await refused(asking(of: empty), "it holds no record")
    try await refused(asking(of: oneSided), "no question has documents on both sides")
    try await refused(asking("file/below"), code: 1, "Cannot write \(file)")
    try await refused(
      ["--data", data, "--replay", empty, "--output", folder.path("s")], "it holds no answers")
    try await refused(
      ["--data", data, "--server", "nowhere", "--output", folder.path("s")], "begins with http")
    #expect(!FileManager.default.fileExists(atPath: folder.path("s/scores.jsonl")))
  }
}
