import Foundation
import Subprocess
import TestSupport
import Testing
import TextFiles

/// The way from documents to a report, as a user walks it, on a model of the repository.
@Suite struct WorkflowTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func embed(_ input: String, to store: String, _ more: [String] = []) -> [String] {
    [
      "embed", "--quiet", "--model", TinyExamples.model, "--input", input, "--output",
      folder.path(store), "--taps", "all",
    ] + more
  }

  @Test func documentsBecomeAProbeAndAReport() async throws {
    let (input, labels) = try TinyExamples.write(to: folder, count: 400)
    let embedded = try await CommandLineRun.run(
      embed(input, to: "s", ["--position", "last", "--json"]))
    #expect(embedded.code == 0, "\(embedded.error)")
    #expect(try embedded.json()["documents"]?.int == 400)

    let train = [
      "train", "--store", folder.path("s"), "--labels", labels, "--group", "group", "--sweep",
      "--resamples", "200", "--json", "--quiet", "--output",
    ]
    let first = try await CommandLineRun.run(train + [folder.path("first.probe")])
    #expect(first.code == 0, "\(first.error)")
    let second = try await CommandLineRun.run(
      train + [folder.path("second.probe"), "--threads", "1"])
    #expect(second.code == 0, "\(second.error)")
    #expect(
      try Data(contentsOf: URL(filePath: folder.path("first.probe")))
        == Data(contentsOf: URL(filePath: folder.path("second.probe"))))
    let sweep = try first.json()["sweep"]?.array ?? []
    #expect(sweep.count == 5)
    #expect(sweep.count { $0["chosen"]?.bool == true } == 1)

    let evaluated = try await CommandLineRun.run([
      "evaluate", "--probe", folder.path("first.probe"), "--store", folder.path("s"), "--labels",
      labels, "--report", folder.path("report.html"), "--figures", folder.path("figures"),
      "--resamples", "200", "--json", "--quiet",
    ])
    #expect(evaluated.code == 0, "\(evaluated.error)")
    let result = try evaluated.json()
    #expect(result["part"]?.string == "test")
    #expect((result["before"]?["auroc"]?["value"]?.double ?? 0) > 0.85)
    #expect(result["baselines"]?.array?.count == 5)
    // Training printed the same numbers for the same test part.
    #expect(result["before"] == (try first.json())["test"]?["before"])
    let page = try String(contentsOfFile: folder.path("report.html"), encoding: .utf8)
    let figures = try FileManager.default.contentsOfDirectory(atPath: folder.path("figures"))
    #expect(Set(figures).isSuperset(of: ["layer-sweep.svg", "roc.svg", "baselines.svg"]))
    #expect(page.hasPrefix("<!DOCTYPE html>") || page.hasPrefix("<!doctype html>"))
  }

  @Test func killedRunContinuesToTheSameBytes() async throws {
    let (input, _) = try TinyExamples.write(to: folder, count: 3000, length: 100)
    let whole = try await CommandLineRun.run(embed(input, to: "whole"))
    #expect(whole.code == 0, "\(whole.error)")
    let shard = folder.path("killed/shard-00001.safetensors")
    let killed = try await CommandLineRun.run(
      embed(input, to: "killed"), send: "KILL", once: shard)
    #expect(killed.code == 137, "The run was over before it could be killed.")
    let continued = try await CommandLineRun.run(embed(input, to: "killed"))
    #expect(continued.code == 0, "\(continued.error)")
    #expect(try folder.contents(of: "killed") == folder.contents(of: "whole"))
  }

  @Test func interruptedRunSaysSoAndContinues() async throws {
    let (input, _) = try TinyExamples.write(to: folder, count: 3000, length: 100)
    let manifest = folder.path("s/manifest.json")
    let interrupted = try await CommandLineRun.run(
      embed(input, to: "s"), send: "INT", once: manifest)
    #expect(interrupted.code == 130)
    #expect(interrupted.error.contains("the same command continues"))
    let continued = try await CommandLineRun.run(embed(input, to: "s"))
    #expect(continued.code == 0, "\(continued.error)")
  }

  @Test(arguments: ["bytelevel-gpt2", "sentencepiece-bpe-llama2", "unigram-metaspace"])
  func tokenizeGivesTheGoldenIds(kind: String) async throws {
    let cases = try JSONValue.load(path: Goldens.path("tokenizers/\(kind)/cases.json")).array ?? []
    let lines = cases.map {
      JSONValue.object(JSONObject([("text", $0["text"] ?? "")])).serialized()
    }
    let input = try folder.write(lines.joined(separator: "\n"), to: "texts.jsonl")
    let run = try await CommandLineRun.run([
      "tokenize", "--tokenizer", Goldens.path("tokenizers/\(kind)"), "--input", input, "--json",
    ])
    #expect(run.code == 0, "\(run.error)")
    let results = try run.output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    #expect(results.count == cases.count)
    for (result, expected) in zip(results, cases) {
      #expect(result["ids"] == expected["ids"])
      #expect(result["ids_with_special_tokens"] == expected["ids_with_special_tokens"])
      #expect(result["decoded"] == expected["decoded"])
    }
  }

  @Test func doctorTellsCoreAndThreads() async throws {
    let run = try await CommandLineRun.run(["doctor", "--json", "--threads", "1"])
    #expect(try run.json()["threads"]?.int == 1)
    #expect(try run.json()["blas_core"]?.string?.isEmpty == false)
    let kept = try await CommandLineRun.run(
      ["doctor", "--json"],
      environment: ["KNOWABLE_BLAS_CORE": "keep", "OPENBLAS_CORETYPE": "Prescott"])
    if try kept.json()["vector_extensions"]?.string != "neon" {
      #expect(try kept.json()["blas_core"]?.string == "Prescott")
    }
  }

  @Test(
    .enabled(if: InstalledModels.smolLM2 != nil, "SmolLM2 is not installed: make models"))
  func scoreTextMatchesTheReference() async throws {
    let run = try await CommandLineRun.run([
      "score-text", "--model", InstalledModels.smolLM2 ?? "", "--json", "--text",
      "The capital of France is Paris, and the capital of Italy is Rome.",
    ])
    #expect(run.code == 0, "\(run.error)")
    let tokens = try run.json()["tokens"]?.array ?? []
    let reference = try JSONValue.load(path: Goldens.path("smollm2-135m-instruct-q4_1/meta.json"))
    let entropies = reference[0]?["entropy"]?.array?.compactMap(\.double) ?? []
    #expect(tokens.compactMap { $0["id"]?.int } == reference[0]?["ids"]?.array?.compactMap(\.int))
    for (index, expected) in entropies.dropLast().enumerated() {
      let found = tokens[index + 1]["entropy"]?.double ?? .nan
      #expect(abs(found - expected) < 2e-3)
    }
  }
}
