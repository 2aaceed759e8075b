import Foundation
import Subprocess
import TestSupport
import Testing

/// The committed pages are what their scripts give now.
@Suite(.serialized) struct CommittedPageTests {
  /// Notebooks that need nothing but what the repository carries.
  private static let bundled = [
    "01-quickstart", "02-knowable-in-a-world", "04-iclt", "05-convincing-evidence",
    "06-hedged-predictions", "07-calibration",
  ]

  private static func program(_ name: String) -> String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "notebook-\(name)").path(percentEncoded: false)
  }

  @Test(arguments: bundled)
  func pageIsAsCommitted(_ name: String) async throws {
    let run = try await Subprocess.run(
      .path(FilePath(Self.program(name))), arguments: ["--check"],
      workingDirectory: FilePath(Goldens.repository.path(percentEncoded: false)),
      output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
    #expect(run.terminationStatus.isSuccess, "\(run.standardError)")
  }
}

#if canImport(System)
  import System
#else
  import SystemPackage
#endif
