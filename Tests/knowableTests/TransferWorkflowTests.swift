import Foundation
import TestSupport
import Testing
import TextFiles

/// Probes of one world judged on another, both ways, on the pair of models of the repository.
@Suite struct TransferWorkflowTests {
  private let folder: TemporaryFolder
  private let world: String

  init() throws {
    folder = try TemporaryFolder()
    world = Goldens.repository.appending(path: "data/worlds/facts-and-coins")
      .path(percentEncoded: false)
  }

  /// A pair study of the world's language with another chance to repeat what a text has said.
  private func study(_ name: String, repeatRate: String) async throws {
    let text = try String(contentsOfFile: "\(world)/world.json", encoding: .utf8)
    let file = try folder.write(
      text.replacing("\"repeat_rate\": 0.6", with: "\"repeat_rate\": \(repeatRate)"),
      to: "\(name).json")
    let made = try await CommandLineRun.run([
      "world", "--world", file, "--stream", "test", "--documents", "160", "--output",
      folder.path("\(name)-world"), "--quiet",
    ])
    #expect(made.code == 0, "\(made.error)")
    let run = try await CommandLineRun.run([
      "pair", "--small", "\(world)/small", "--large", "\(world)/large", "--input",
      folder.path("\(name)-world/documents.jsonl"), "--output", folder.path(name), "--targets",
      "none", "--finetuning-epochs", "0", "--iclt", "0", "--resamples", "100", "--quiet", "--json",
    ])
    #expect(run.code == 0, "\(run.error)")
  }

  @Test func probesAreJudgedOnOtherWorlds() async throws {
    try await study("copies", repeatRate: "0.6")
    try await study("fresh", repeatRate: "0.2")
    let transfer = [
      "transfer", folder.path("copies"), "other=\(folder.path("fresh"))", "--resamples", "200",
      "--quiet", "--json",
    ]
    let run = try await CommandLineRun.run(
      transfer + ["--probes", "threshold", "--output", folder.path("transfer.html")])
    #expect(run.code == 0, "\(run.error)")
    let result = try run.json()
    #expect(result["domains"]?.array?.map(\.string) == ["copies", "other"])
    let cells = try #require(result["matrices"]?[0]?["cells"]?.array)
    #expect(cells.count == 4)
    for cell in cells {
      #expect((cell["auroc"]?["value"]?.double ?? 0) > 0.6)
      #expect((cell["auroc"]?["clusters"]?.int ?? 0) > 5)
    }
    #expect(result["matrices"]?[0]?["entropy_alone"]?.array?.count == 2)
    let page = try String(contentsOfFile: folder.path("transfer.html"), encoding: .utf8)
    #expect(page.contains("Trained on one domain, judged on another"))

    let missing = try await CommandLineRun.run(transfer + ["--probes", "gap.mlp"])
    #expect(missing.code == 3)
    let one = try await CommandLineRun.run(["transfer", folder.path("copies")])
    #expect(one.code == 2)
  }
}
