import Foundation
import TestSupport
import Testing
import TextFiles

/// From a world to probes of ignorance and chance, on the pair of models that the repository carries.
@Suite struct PairWorkflowTests {
  private let folder: TemporaryFolder
  private let world: String

  init() throws {
    folder = try TemporaryFolder()
    world = Goldens.repository.appending(path: "data/worlds/facts-and-coins")
      .path(percentEncoded: false)
  }

  private func texts(_ name: String, stream: String, count: Int) async throws {
    let made = try await CommandLineRun.run([
      "world", "--world", "\(world)/world.json", "--stream", stream, "--documents", "\(count)",
      "--output", folder.path(name), "--quiet",
    ])
    #expect(made.code == 0, "\(made.error)")
  }

  private func pair(
    _ small: String, _ large: String, _ more: [String] = [], into output: String = "pair"
  ) -> [String] {
    [
      "pair", "--small", small, "--large", large, "--input", folder.path("w/documents.jsonl"),
      "--output", folder.path(output), "--taps", "all", "--resamples", "200", "--quiet", "--json",
    ] + more
  }

  @Test func hiddenStatesTellChanceFromIgnorance() async throws {
    try await texts("w", stream: "test", count: 300)
    let more = [
      "--truth", folder.path("w/truth.jsonl"), "--head", "linear,mlp", "--hidden", "64",
      "--learning-rate", "1e-3", "--epochs", "40", "--finetuning-epochs", "1",
      "--world", "\(world)/world.json", "--training-documents", "2000",
    ]
    let run = try await CommandLineRun.run(pair("\(world)/small", "\(world)/large", more))
    #expect(run.code == 0, "\(run.error)")
    let result = try run.json()
    let comparisons = try #require(result["comparisons"]?.array)
    #expect(comparisons.count == 4)
    for comparison in comparisons {
      let rows = try #require(comparison["rows"]?.array)
      #expect((rows[0]["auroc"]?["low"]?.double ?? 0) > 0.8)
      #expect(rows[1]["name"]?.string?.hasPrefix("MLP 64, ") == true)
      #expect((rows[1]["auroc"]?["low"]?.double ?? 0) > 0.8)
      let names = rows.compactMap { $0["name"]?.string }
      #expect(
        Set(names).isSuperset(of: [
          "BET: small model's entropy", "BET-FT, gold next token", "BET-FT, distilled",
          "initial embedding", "position in the document", "length of the document",
          "shuffled labels",
        ]))
      // Token ids were balanced away.
      let token = rows.first { $0["name"]?.string == "token id" }
      #expect(abs((token?["auroc"]?["value"]?.double ?? 0) - 0.5) < 0.1)
    }
    #expect(result["notes"]?.array?.first?.string?.contains("were paired by tokens") == true)
    let tests = try #require(result["iclt"]?.array)
    #expect(tests.map { $0["labels"]?.string } == comparisons.map { $0["title"]?.string })
    for comparison in comparisons {
      let names = comparison["rows"]?.array?.compactMap { $0["name"]?.string } ?? []
      #expect(names.contains("ICLT, minimum entropy"))
      #expect(names.contains("ICLT, minimum entropy, random tokens as hints"))
      let shuffled = comparison["rows"]?.array?.filter {
        $0["name"]?.string?.hasSuffix("shuffled labels") == true
      }
      #expect(shuffled?.map { $0["spread"]?["models"]?.int } == [100, 5])
      // Many shuffles stand at chance; their own range tells what one may reach.
      let mean = shuffled?[0]["auroc"]?["value"]?.double ?? 0
      let deviation = shuffled?[0]["spread"]?["standard_deviation"]?.double ?? 0
      #expect(abs(mean - 0.5) < 4 * deviation / 10, "\(mean) with \(deviation)")
    }
    let excesses = try #require(result["excess_cross_entropy_nats"]?.array)
    #expect(excesses.first?["positions"]?.string == "fact, never seen")
    let coin = excesses.first { $0["positions"]?.string == "coin" }
    #expect((coin?["large"]?["high"]?.double ?? 1) < (coin?["small"]?["low"]?.double ?? 0))
    #expect((result["pattern"]?.array?.count ?? 0) > 8)
    let regression = try #require(result["regressions"]?[0]?["rows"]?.array)
    #expect((regression[0]["r_squared"]?["low"]?.double ?? 0) > 0.1)
    for agreement in result["agreement_with_truth"]?.array ?? [] {
      #expect((agreement["epistemic"]?["value"]?.double ?? 0) > 0.95)
    }
    let page = try String(contentsOfFile: folder.path("pair/report.html"), encoding: .utf8)
    #expect(page.contains("Beside the exact truth") && page.contains("Token by token"))

    try await texts("read", stream: "validation", count: 2)
    for probe in ["pair/truth.probe", "pair/truth.mlp.probe"] {
      let annotate = [
        "annotate", "--probe", folder.path(probe), "--input",
        folder.path("read/documents.jsonl"), "--quiet", "--model",
      ]
      let read = try await CommandLineRun.run(annotate + ["\(world)/small"])
      #expect(read.code == 0, "\(read.error)")
      #expect(read.output.contains(" is ") && read.output.contains("]~"))
      let other = try await CommandLineRun.run(annotate + ["\(world)/large"])
      #expect(other.code == 3)
      #expect(other.error.contains("was trained on small, which is not this model"))
    }
  }

  @Test func pairsThatCannotBeLabelledSaySo() async throws {
    try await texts("w", stream: "test", count: 3)
    let empty = try await CommandLineRun.run(
      pair("\(world)/small", "\(world)/large", ["--band", "9:10"]))
    #expect(empty.code == 3, "\(empty.output)")
    #expect(empty.error.contains("No position has an entropy in the band [9.0, 10.0) nats"))
    let missing = try #require(try empty.json()["left_out"]?.array)
    #expect(missing.map { $0["task"]?.string } == ["gap", "threshold"])
    #expect(
      missing.allSatisfy { $0["reason"]?.string?.contains("choose a wider band") == true })
    #expect(!FileManager.default.fileExists(atPath: folder.path("pair/report.html")))
    // A model beside itself is never surer than itself: nothing is epistemic, in no task.
    let twins = try await CommandLineRun.run(
      pair("\(world)/small", "\(world)/small", into: "twins"))
    #expect(twins.code == 3, "\(twins.output)")
    #expect(twins.error.contains("are of class 1; both classes are needed"))
    let band = try await CommandLineRun.run(pair("a", "b", ["--band", "3:2"]))
    #expect(band.code == 2, "\(band.error)")
    #expect(band.error.contains("--band is LOW:HIGH"))
    let unknown = try folder.write("{\"world\": \"facts\"}", to: "world.json")
    let world = try await CommandLineRun.run([
      "world", "--world", unknown, "--output", folder.path("x"),
    ])
    #expect(world.code == 3)
    #expect(world.error.contains("There is no world \"facts\""))
  }

  /// In this band, unbalanced, nearly all coins stand in one document of the training part.
  @Test func aTaskThatCannotBeJudgedLeavesTheOthers() async throws {
    try await texts("w", stream: "test", count: 200)
    let more = [
      "--truth", folder.path("w/truth.jsonl"), "--band", "1:2", "--balance", "none",
      "--finetuning-epochs", "0", "--iclt", "0",
    ]
    let run = try await CommandLineRun.run(
      pair("\(world)/small", "\(world)/large", more).filter { $0 != "--quiet" })
    #expect(run.code == 0, "\(run.error)")
    let result = try run.json()
    #expect(result["comparisons"]?.array?.count == 3)
    let missing = try #require(result["left_out"]?.array)
    #expect(missing.map { $0["task"]?.string } == ["kinds"])
    let reason = try #require(missing[0]["reason"]?.string)
    #expect(reason.contains("without one cross-validation fold"))
    #expect(run.error.contains("No result for kinds: \(reason)"))
    let page = try String(contentsOfFile: folder.path("pair/report.html"), encoding: .utf8)
    #expect(page.contains("No result for kinds: The training"))
    // Without --world, the distance to the truth is estimated from the truth file.
    let excesses = try #require(result["excess_cross_entropy_nats"]?.array)
    #expect(excesses.map { $0["positions"]?.string } == ["coin", "fact", "syntax"])
    let (small, large) = (excesses[1]["small"], excesses[1]["large"])
    #expect((large?["high"]?.double ?? 9) < (small?["low"]?.double ?? 0))
    #expect((large?["low"]?.double ?? 0) > 0.05 && small?["clusters"]?.int == 200)
    #expect(result["notes"]?.array?.last?.string?.contains("one token a position") == true)
  }

  @Test func aKilledTrainingEndsWithTheSameWeights() async throws {
    func pretrain(_ name: String) -> [String] {
      [
        "pretrain", "--world", "\(world)/world.json", "--config", "\(world)/small/config.json",
        "--steps", "300", "--warm-up-steps", "10", "--batch-tokens", "512", "--length", "64",
        "--checkpoint-interval", "20", "--output", folder.path(name), "--quiet",
      ]
    }
    let whole = try await CommandLineRun.run(pretrain("whole"))
    #expect(whole.code == 0, "\(whole.error)")
    let killed = try await CommandLineRun.run(
      pretrain("killed"), send: "KILL",
      once: folder.path("killed/checkpoints/step-00000020"))
    #expect(killed.code == 137, "The run was over before it could be killed.")
    let continued = try await CommandLineRun.run(pretrain("killed"))
    #expect(continued.code == 0, "\(continued.error)")
    #expect(
      try Data(contentsOf: URL(filePath: folder.path("whole/model.safetensors")))
        == Data(contentsOf: URL(filePath: folder.path("killed/model.safetensors"))))
  }
}
