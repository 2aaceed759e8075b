import Calibration
import TensorFiles
import TestSupport
import Testing
import TextFiles

@testable import Probes

struct ProbeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func trained(
    kind: ProbeKind = .logistic, recalibration: Recalibration.Method = .platt
  ) throws -> TrainedProbe {
    let (features, labels) = try Samples.study(rows: 300)
    var options = ProbeOptions()
    options.kind = kind
    options.recalibration = recalibration
    options.resamples = 50
    options.seed = .max
    return try trainProbe(
      features: features, labels: labels, options: options,
      source: ProbeSource(
        modelName: "tiny \"quoted\" é", modelFingerprint: "abc", position: "last token",
        files: [NamedValue("labels", "0123")], versions: [NamedValue("knowable", "0.1")])
    ).probe
  }

  @Test(arguments: ProbeKind.allCases, Recalibration.Method.allCases)
  func readsBackExactly(kind: ProbeKind, recalibration: Recalibration.Method) throws {
    let probe = try trained(kind: kind, recalibration: recalibration)
    let path = folder.path("probe.safetensors")
    try ProbeFile.write(probe, to: path)
    let back = try ProbeFile.read(path)
    #expect(back == probe)
    let again = folder.path("again.safetensors")
    try ProbeFile.write(back, to: again)
    #expect(try MappedFile(path: again).hasEqualBytes(to: MappedFile(path: path)))
  }

  @Test func tensorsSayWhatTheyAre() throws {
    let probe = try trained()
    let path = folder.path("probe.safetensors")
    try ProbeFile.write(probe, to: path)
    let file = try SafetensorsFile(path: path)
    #expect(try file.tensor("original_weights").float64s() == probe.probe.originalWeights)
    #expect(try file.tensor("weights").shape == [24])
    #expect(try file.tensor("baseline.random-direction.weights").shape == [5, 24])
    let json = try JSONValue.parse(try #require(file.metadata["probe"]))
    #expect(json["tap"]?.string == "block.2")
    #expect(json["model"]?["fingerprint"]?.string == "abc")
    #expect(json["test_after"]?["auroc"]?["n"]?.int == probe.metadata.sizes[2].count)
    #expect(json["sweep"]?.array?.count == 3)
  }

  @Test func refusesOtherFiles() throws {
    let path = folder.path("p.safetensors")
    let probe = try trained()
    func write(
      format: String = "knowable.probe", version: String = "1", text: String? = nil,
      replacing name: String = "", with entry: SafetensorsEntry? = nil
    ) throws {
      let original = folder.path("original.safetensors")
      try ProbeFile.write(probe, to: original)
      let file = try SafetensorsFile(path: original)
      var tensors = try file.tensorNames.filter { $0 != name }
        .map { SafetensorsEntry(try file.tensor($0)) }
      if let entry { tensors.append(entry) }
      try SafetensorsWriter.write(
        path: path, tensors: tensors,
        metadata: [
          ("format", format), ("schema_version", version),
          ("probe", text ?? file.metadata["probe"] ?? ""),
        ])
    }
    func refusal() throws -> String {
      let error = #expect(throws: ProbesError.self) { try ProbeFile.read(path) }
      return "\(try #require(error))"
    }
    try write(format: "other")
    #expect(try refusal().contains("format is other"))
    try write(version: "2")
    #expect(try refusal().contains("schema version is 2"))
    try write(text: "{")
    #expect(try refusal().contains("damaged"))
    try write(text: "{\"kind\": \"quadratic\"}")
    #expect(try refusal().contains("probe.kind"))
    try write(text: "{\"kind\": \"lda\"}")
    #expect(try refusal().contains("probe.tap"))
    try write(
      replacing: "weights",
      with: SafetensorsEntry(name: "weights", shape: [2], float64s: [1, 2]))
    #expect(try refusal().contains("weights has 2 numbers, expected 24"))
    var weights = probe.probe.weights
    weights[3] = .nan
    try write(
      replacing: "weights",
      with: SafetensorsEntry(name: "weights", shape: [24], float64s: weights))
    #expect(try refusal().contains("number 3 of weights is not finite"))
    try write(
      replacing: "calibrator",
      with: SafetensorsEntry(name: "calibrator", shape: [3], float64s: [1, 2, 3]))
    #expect(try refusal().contains("calibrator"))
    try write(replacing: "mean")
    #expect(throws: TensorFilesError.self) { try ProbeFile.read(path) }
    #expect(throws: TensorFilesError.self) { try ProbeFile.read(folder.path("absent")) }
    try write()
    #expect(try ProbeFile.read(path) == probe)
  }
}

extension MappedFile {
  fileprivate func hasEqualBytes(to other: MappedFile) -> Bool {
    withBytes { mine in other.withBytes { mine.elementsEqual($0) } }
  }
}
