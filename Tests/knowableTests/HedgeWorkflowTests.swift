import Foundation
import TestSupport
import Testing
import TextFiles

/// Hedged prediction on the command line: plans, the closed-form study, its report and live page.
@Suite struct HedgeWorkflowTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func study(_ name: String, _ more: [String] = []) -> [String] {
    [
      "hedge", "world", "--questions", "300", "--held-out", "200", "--seeds", "2", "--resamples",
      "20", "--schemes", "truth abstain", "--rewards", "-3,0", "--memorised-questions", "60",
      "--memorisation-steps", "8", "--output", folder.path(name), "--quiet", "--json",
    ] + more
  }

  @Test func plansAreTheClosedForms() async throws {
    let run = try await CommandLineRun.run([
      "hedge", "plan", "--schemes", "truth positions:1,2 abstain@random", "--reduction",
      "sequence-mean", "--abstention-tokens", "4", "--json",
    ])
    #expect(run.code == 0, "\(run.error)")
    let plans = try #require(run.json().array)
    let hedges = try plans.map { try #require($0["hedge"]?["distribution"]).asNumbers() }
    #expect(hedges[0] == [0.25, 0.25, 0.25, 0.25, 0])
    #expect(abs(hedges[1][1] - 0.5) < 0.03 && hedges[1][0] == 0)
    #expect(abs(hedges[2][4] - 0.1 / 0.7) < 0.02)
    let rewards = try await CommandLineRun.run([
      "hedge", "plan", "--schemes", "truth", "--objective", "reward", "--abstain-reward", "-2",
    ])
    #expect(
      rewards.output.contains("A blind guess earns -1.750, abstaining -2: the hedge is to guess"))
    #expect(rewards.output.contains("p > 0.200 (Chow)"))
  }

  @Test func ownDataIsReadOrRefusedInASentence() async throws {
    func plan(_ csv: String, _ more: [String] = []) async throws -> CommandLineRun {
      let path = try folder.write(csv, to: "sft.csv")
      return try await CommandLineRun.run(
        ["hedge", "plan", "--schemes", "truth abstain", "--input", path] + more)
    }
    let rows = "label,score\nA,0.1\nB,0.2\n2,3\nC,4\n"
    let good = try await plan(rows, ["--threshold", "1"])
    #expect(good.code == 0 && good.output.contains("4 examples, 2 unfamiliar (50.0 %"))
    let none = try await plan(rows, ["--threshold", "9"])
    #expect(none.code == 3 && none.error.contains("No example is unfamiliar"))
    let outside = try await plan(rows + "7,1\n")
    #expect(outside.code == 3 && outside.error.contains("options are numbered 0...3"))
    let word = try await plan(rows + "maybe,1\n")
    #expect(word.code == 3 && word.error.contains("none of the options A, B, C, D"))
    let column = try await plan("label,nll\nA,1\n")
    #expect(column.code == 3 && column.error.contains("score"))
    let blank = try await plan(rows + "A,\n")
    #expect(blank.code == 3 && blank.error.contains("is not a number"))
    let scheme = try await CommandLineRun.run(["hedge", "plan", "--schemes", "abstian"])
    #expect(scheme.code == 3 && scheme.error.contains("There is no scheme \"abstian\""))
  }

  @Test func aKilledStudyGoesOnAndGivesTheSame() async throws {
    let whole = try await CommandLineRun.run(study("whole"))
    #expect(whole.code == 0, "\(whole.error)")
    #expect(try whole.json()["stages"]?["arm abstain"]?["outcome"] != nil)
    let killed = try await CommandLineRun.run(
      study("killed"), send: "KILL", once: folder.path("killed/stages/arm-truth.json"))
    #expect(killed.code == 137, "The study was over before it could be killed.")
    let continued = try await CommandLineRun.run(study("killed", ["--threads", "1"]))
    #expect(continued.code == 0, "\(continued.error)")
    #expect(continued.output == whole.output)
    for file in ["study.json", "live.html"] {
      #expect(
        try Data(contentsOf: URL(filePath: folder.path("whole/\(file)")))
          == Data(contentsOf: URL(filePath: folder.path("killed/\(file)"))))
    }
    let report = try await CommandLineRun.run([
      "hedge", "report", "--study", folder.path("whole"), "--quiet",
    ])
    #expect(report.code == 0 && report.output.contains("predicted hedge"))
    let page = try String(contentsOfFile: folder.path("whole/report.html"), encoding: .utf8)
    #expect(page.contains("Predicted and observed"))
    let other = try folder.write("{}", to: "study.json")
    let wrong = try await CommandLineRun.run([
      "hedge", "report", "--study", String(other.dropLast("/study.json".count)),
    ])
    #expect(wrong.code == 3 && wrong.error.contains("no study of hedged prediction"))
  }
}
