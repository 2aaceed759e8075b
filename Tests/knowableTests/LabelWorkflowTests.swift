import Foundation
import TestSupport
import Testing
import TextFiles

/// From stores to labels, atlas and the In-Context Learning Test, on the pair of models that the
/// repository carries.
@Suite struct LabelWorkflowTests {
  private let folder: TemporaryFolder
  private let world: String

  init() throws {
    folder = try TemporaryFolder()
    world = Goldens.repository.appending(path: "data/worlds/facts-and-coins")
      .path(percentEncoded: false)
  }

  private func succeed(_ arguments: [String]) async throws -> CommandLineRun {
    let run = try await CommandLineRun.run(arguments + ["--quiet"])
    #expect(run.code == 0, "\(run.error)")
    return run
  }

  private func fail(_ arguments: [String], _ code: Int32, _ sentence: String) async throws {
    let run = try await CommandLineRun.run(arguments + ["--quiet"])
    #expect(run.code == code, "\(arguments): \(run.output)")
    #expect(run.error.contains(sentence), "\(run.error)")
    #expect(!run.error.contains("\nknowable:"))
  }

  private func stores(documents: Int) async throws {
    _ = try await succeed([
      "world", "--world", "\(world)/world.json", "--documents", "\(documents)", "--length", "128",
      "--output", folder.path("w"),
    ])
    for size in ["small", "large"] {
      _ = try await succeed([
        "embed", "--model", "\(world)/\(size)", "--input", folder.path("w/documents.jsonl"),
        "--position", "all", "--taps", "final_norm", "--output", folder.path("\(size).store"),
      ])
    }
  }

  private var pair: [String] {
    ["--small", folder.path("small.store"), "--large", folder.path("large.store")]
  }
  private var truth: [String] { ["--truth", folder.path("w/truth.jsonl")] }

  @Test func fromStoresToLabelsAtlasAndTest() async throws {
    try await stores(documents: 200)
    let counts = try await succeed(
      ["label", "--json", "--output", folder.path("gap.jsonl")] + pair
    ).json()
    #expect(counts["rule"]?["task"]?["name"]?.string == "gap")
    #expect(counts["parts"]?.array?.count == 3)
    let lines = try String(contentsOfFile: folder.path("gap.jsonl"), encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.count == counts["labelled"]?.int)

    let kinds = try await succeed(
      [
        "label", "--by", "truth", "--task", "kinds", "--balance", "token-entropy", "--band", "1:",
        "--output", folder.path("kinds.csv"),
      ] + pair + truth)
    #expect(kinds.output.contains("Balanced by token-entropy"))

    let divergence = try await succeed(
      [
        "label", "--task", "jsd", "--small-model", "\(world)/small", "--large-model",
        "\(world)/large", "--json", "--output", folder.path("jsd.csv"),
      ] + pair
    ).json()
    #expect(divergence["balance"]?.string == "none")

    let atlas = try await succeed(
      [
        "atlas", "--json", "--minimum-count", "5", "--csv", folder.path("atlas.csv"), "--report",
        folder.path("atlas.html"), "--scores", folder.path("gap.jsonl"), "--score-column",
        "reference_entropy",
      ] + pair + truth
    ).json()
    #expect(atlas.array?.count == 2)
    // The reference's own entropy tells its classes apart without fail.
    let cells = try #require(atlas.array?[1]["cells"]?.array)
    let told = cells.filter { $0["sparse"]?.bool == false && $0["reference"]?.string == "model" }
    #expect(!told.isEmpty && told.allSatisfy { $0["auroc"]?.double == 1 })
    let page = try String(contentsOfFile: folder.path("atlas.html"), encoding: .utf8)
    #expect(page.contains("by the exact truth"))
    let body = try #require(page.range(of: "<main>")).lowerBound
    let end = try #require(page.range(of: "</main>")).upperBound
    _ = try Markup(String(page[body..<end]))

    let model = ["--model", "\(world)/small", "--limit", "40", "--resamples", "100", "--json"]
    let iclt = try await succeed(
      ["iclt", "--separators", "none,bos,text: .", "--output", folder.path("iclt.jsonl")] + model
        + pair + truth
    ).json()
    #expect(iclt["evaluations"]?.array?.count == 6)
    for evaluation in iclt["evaluations"]?.array ?? [] {
      #expect(evaluation["copy_rates"]?["random_tokens"]?["n"]?.int == 40)
    }
    let fromFile = try await succeed(
      [
        "iclt", "--labels", folder.path("gap.jsonl"), "--input", folder.path("w/documents.jsonl"),
        "--no-controls", "--hints", "3", "--until-period", "4",
      ] + model
    ).json()
    #expect(fromFile["evaluations"]?.array?.count == 1)
    let unlabelled = try await succeed(["iclt", "--small", folder.path("small.store")] + model)
      .json()
    let verdicts = try #require(unlabelled["verdicts"]?.array)
    #expect(verdicts.count == 3 && verdicts.allSatisfy { $0["epistemic_share"]?["n"]?.int == 40 })
  }

  @Test func whatCannotBeLabelledOrTested() async throws {
    try await stores(documents: 40)
    let output = ["--output", folder.path("x.jsonl")]
    try await fail(
      ["label", "--band", "9:10"] + pair + output, 3, "No position has an entropy in the band")
    try await fail(
      ["label", "--zero-below", "0.000001", "--within", "0"] + pair + output, 3,
      "both classes are needed")
    try await fail(["label", "--task", "jsd"] + pair + output, 2, "--small-model")
    try await fail(["label", "--task", "kinds"] + pair + output, 3, "Labels by kind need")
    try await fail(["atlas", "--bands", "3"] + pair, 2, "--bands is FROM:TO:WIDTH")

    let other = try folder.write("{\"id\": \"1\", \"text\": \"The wood\"}\n", to: "o.jsonl")
    _ = try await succeed([
      "embed", "--model", "\(world)/large", "--input", other, "--position", "all",
      "--output", folder.path("other.store"),
    ])
    try await fail(
      ["label", "--small", folder.path("small.store"), "--large", folder.path("other.store")]
        + output, 3, "cannot be paired")

    let model = ["--model", "\(world)/small"]
    try await fail(
      ["iclt", "--separators", "eos"] + model + pair, 3, "needs a token that ends a text")
    try await fail(["iclt", "--separators", "tab"] + model + pair, 2, "--separators takes all")
    try await fail(["iclt", "--model", "\(world)/large"] + pair, 3, "holds states of small")
    try await fail(
      ["iclt", "--longest-context", "1"] + model + pair, 3, "needs positions of both classes")
    let one = try folder.write(
      "{\"document\": \"1\", \"position\": 3, \"class\": \"epistemic\"}\n", to: "one.jsonl")
    try await fail(
      ["iclt", "--labels", one, "--input", other] + model, 3, "needs positions of both classes")
    let long = try folder.write(
      """
      {"document": "long", "position": 600, "class": "epistemic"}
      {"document": "long", "position": 601, "class": "aleatoric"}

      """, to: "long-labels.jsonl")
    let words = String(repeating: "The wood ", count: 400)
    let text = try folder.write("{\"id\": \"long\", \"text\": \"\(words)\"}\n", to: "long.jsonl")
    try await fail(
      ["iclt", "--labels", long, "--input", text] + model, 3,
      "but the model's context is 1024")
  }
}
