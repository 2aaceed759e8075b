import TensorFiles
import TestSupport
import Testing

@testable import Probes

/// Headers of probe files that say what cannot be: each a sentence, none a crash.
@Suite struct DamagedProbeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(header: String) throws {
    let path = folder.path("x.probe")
    try SafetensorsWriter.write(
      path: path, tensors: [SafetensorsEntry(name: "mean", shape: [1], floats: [0])],
      metadata: [("format", "knowable.probe"), ("schema_version", "1"), ("probe", header)])
    _ = try ProbeFile.open(path)
  }

  @Test(arguments: [
    #"{"kind":"head","widths":[1e300,1]}"#, #"{"kind":"head","widths":[0.5,1]}"#,
    #"{"kind":"head","widths":[]}"#, #"{"kind":"head","widths":[-1,-1]}"#,
    #"{"kind":"logistic","tap":"t","width":9223372036854775807}"#,
    #"{"kind":"logistic","tap":"t","width":-1}"#,
  ])
  func impossibleWidths(header: String) {
    #expect(throws: (any Error).self) { try open(header: header) }
  }
}
