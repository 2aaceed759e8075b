import TestSupport
import Testing
import TextFiles

/// Heads on labelled documents, from training to a report, on a model of the repository.
@Suite struct HeadWorkflowTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aHeadIsTrainedKeptAndJudged() async throws {
    let (input, labels) = try TinyExamples.write(to: folder, count: 300)
    let store = folder.path("s")
    let embedded = try await CommandLineRun.run([
      "embed", "--quiet", "--model", TinyExamples.model, "--input", input, "--output", store,
      "--taps", "all",
    ])
    #expect(embedded.code == 0, "\(embedded.error)")
    let data = ["--store", store, "--labels", labels, "--resamples", "100", "--json", "--quiet"]
    let train =
      ["train", "--group", "group", "--output", folder.path("h.probe"), "--head", "mlp"] + data
    let inputs = ["--inputs", "final_norm+entropy+top_token_embedding", "--hidden", "32,16"]
    let quick = ["--learning-rate", "3e-3", "--epochs", "20", "--standardise"]
    let missing = try await CommandLineRun.run(train + inputs + quick)
    #expect(missing.code == 3)
    #expect(missing.error.contains("\"top_token_embedding\" of a head is computed from the model"))
    let trained = try await CommandLineRun.run(
      train + inputs + quick + ["--model", TinyExamples.model])
    #expect(trained.code == 0, "\(trained.error)")
    let head = try trained.json()["head"]
    #expect(head?["title"]?.string == "MLP 32-16, final_norm+entropy+top_token_embedding")
    #expect((head?["test"]?["before"]?["auroc"]?["value"]?.double ?? 0) > 0.7)
    #expect(head?["test"]?["baselines"]?.array?.last?["name"]?.string == "linear")

    let evaluate = ["evaluate", "--probe", folder.path("h.probe")] + data
    let judged = try await CommandLineRun.run(
      evaluate + ["--model", TinyExamples.model, "--report", folder.path("r.html")])
    #expect(judged.code == 0, "\(judged.error)")
    #expect(try judged.json()["before"] == head?["test"]?["before"])
    let two = try await CommandLineRun.run(train + ["--inputs", "final_norm,block.1"])
    #expect(two.code == 2)
    let other = try await CommandLineRun.run(train + ["--head", "forest"])
    #expect(other.code == 2 && other.error.contains("--head takes linear, linear-adam and mlp"))
  }
}
