import Foundation
import TestSupport
import Testing
import TextFiles

/// From documents with stances to scores, without a model.
@Suite struct EvidenceWorkflowTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func data(questions: Int, sides: Int) throws -> String {
    let lines = (0..<questions).flatMap { question in
      (0..<2 * sides).map { number in
        "{\"question\": \"Is item \(question) safe?\", \"stance\": \"\(number % 2 == 0 ? "yes" : "no")\", "
          + "\"text\": \"Text \(number) says that item \(question) is \(number * number).\"}"
      }
    }
    return try folder.write(lines.joined(separator: "\n"), to: "evidence.jsonl")
  }

  @Test func aKilledScoringEndsWithTheSameScoresAndAsksNothingTwice() async throws {
    let data = try data(questions: 120, sides: 3)
    func score(_ output: String) -> [String] {
      [
        "evidence", "score", "--data", data, "--synthetic", "--output", folder.path(output),
        "--resamples", "50", "--quiet", "--json",
      ]
    }
    let whole = try await CommandLineRun.run(score("whole"))
    #expect(whole.code == 0, "\(whole.error)")
    let prompts = 120 * (1 + 6 + 18)
    #expect(try whole.json()["asked"]?.int == prompts)
    let killed = try await CommandLineRun.run(
      score("killed"), send: "KILL", once: folder.path("killed/answers.jsonl"))
    #expect(killed.code == 137, "The run was over before it could be killed.")
    let continued = try await CommandLineRun.run(score("killed"))
    #expect(continued.code == 0, "\(continued.error)")
    for file in ["answers.jsonl", "scores.jsonl"] {
      #expect(
        try Data(contentsOf: URL(filePath: folder.path("whole/\(file)")))
          == Data(contentsOf: URL(filePath: folder.path("killed/\(file)"))))
    }
    let again = try await CommandLineRun.run(score("whole"))
    #expect(try again.json()["asked"]?.int == 0)
    #expect(try again.json()["reused"]?.int == prompts)
    let replay = try await CommandLineRun.run([
      "evidence", "score", "--data", data, "--replay", folder.path("whole/answers.jsonl"),
      "--output", folder.path("replay"), "--resamples", "50", "--quiet", "--json",
    ])
    #expect(try replay.json()["yes_share"] == whole.json()["yes_share"])
  }

  @Test func plansKeepWithinLimitAndBudget() async throws {
    let data = try data(questions: 10, sides: 2)
    func plan(_ more: [String]) async throws -> CommandLineRun {
      try await CommandLineRun.run(
        ["evidence", "plan", "--data", data, "--synthetic", "--output", folder.path("p"), "--json"]
          + more)
    }
    let all = try await plan([]).json()
    #expect(all["pairs"]?.int == 40 && all["prompts"]?.int == 10 * (1 + 4 + 8))
    #expect(try await plan(["--limit", "3"]).json()["questions"]?.int == 3)
    let tokens = try #require(all["tokens_computed"]?.int)
    let half = try await plan(["--budget-tokens", "\(tokens / 2)"]).json()
    #expect((4...5).contains(half["questions"]?.int ?? 0))
    #expect(try await plan(["--limit", "0"]).code == 2)
  }

  @Test func badRowsEndAnAuditWithCodeThreeAfterAllOfIt() async throws {
    let data = try folder.write(
      """
      {"question": "Q?", "stance": "yes", "text": "A"}
      {"question": "Q?", "stance": "perhaps", "text": "B"}
      {"question": "Q?", "stance": "no", "text": "C"}
      """, to: "bad.jsonl")
    let audit = try await CommandLineRun.run(["evidence", "audit", "--data", data])
    #expect(audit.code == 3)
    #expect(audit.error.contains("1 of 3 rows"))
    #expect(audit.output.contains("row 2: the stance is \"perhaps\", expected yes or no"))
    let made = try await CommandLineRun.run([
      "evidence", "import", "--input", data, "--output", folder.path("good.jsonl"), "--json",
    ])
    #expect(made.code == 0)
    #expect(try made.json()["documents"]?.int == 2 && made.json()["bad_rows"]?.int == 1)
    let template = try folder.write("{documents}{text}{/documents}{question}", to: "t.txt")
    let refused = try await CommandLineRun.run([
      "evidence", "score", "--data", folder.path("good.jsonl"), "--server", "http://127.0.0.1:9",
      "--template", template, "--output", folder.path("s"),
    ])
    #expect(refused.code == 3)
    #expect(refused.error.contains("has no {answer} slot"))
  }
}
