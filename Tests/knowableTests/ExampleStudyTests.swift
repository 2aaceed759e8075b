import Foundation
import TestSupport
import Testing
import TextFiles

/// The studies of `data/studies` stay true to the commands.
@Suite struct ExampleStudyTests {
  private static let folder = Goldens.repository.appending(path: "data/studies").path(
    percentEncoded: false)

  @Test(arguments: [
    "counterfactual-evidence", "evaluate-calibration", "script-a-batch", "train-a-probe",
  ])
  func examplesHaveNoMistake(_ name: String) async throws {
    let path = "\(Self.folder)/\(name).yaml"
    let checked = try await CommandLineRun.run(["study", "validate", path])
    #expect(checked.code == 0, "\(checked.error)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("# yaml-language-server: $schema=study.schema.json\n"))
  }

  /// The example but for its size: both bands for one seed, from texts made for them.
  @Test func theBatchRuns() async throws {
    let folder = try TemporaryFolder()
    let ended = try await CommandLineRun.run([
      "study", "run", "\(Self.folder)/script-a-batch.yaml", "seeds=0", "texts.documents=60",
      "pair.resamples=50", "pair.balance=none", "--steps", folder.path("steps"), "--json",
      "--quiet",
    ])
    #expect(ended.code == 0, "\(ended.error)")
    #expect(try ended.json()["done"]?.array?.count == 3)
  }

  /// `make schema` writes it again.
  @Test func theSchemaIsThatOfTheCommands() async throws {
    let printed = try await CommandLineRun.run(["study", "schema"])
    let kept = try String(contentsOfFile: "\(Self.folder)/study.schema.json", encoding: .utf8)
    let isKept = printed.output == kept
    #expect(isKept, "an option has changed: `make schema`")
  }

  @Test func theManualKnowsEveryCommand() async throws {
    let manual = try await CommandLineRun.run(["manual"])
    #expect(manual.code == 0)
    #expect(manual.output.hasPrefix(".TH KNOWABLE 1 "))
    for section in [".SH SYNOPSIS", ".SH ENVIRONMENT", ".SS knowable evidence score"] {
      #expect(manual.output.contains("\n\(section)\n"), "\(section)")
    }
    let help = try await CommandLineRun.run(["--generate-completion-script", "bash"])
    #expect(help.output.contains("complete ") && help.code == 0)
  }
}
