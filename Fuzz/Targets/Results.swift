import Embeddings
import Probes
import TensorFiles

extension FuzzTarget {
  /// A probe file: the input is the JSON of its header, or the whole file.
  static let probe = FuzzTarget(name: "probe") { bytes in
    let path =
      bytes.first == UInt8(ascii: "{")
      ? try probeFile(header: String(decoding: bytes, as: UTF8.self))
      : Scratch.write(bytes, to: "input.probe")
    let probe = try ProbeFile.open(path)
    _ = (probe.kindName, probe.width, probe.seenGroups, probe.metadata.notes)
  }

  /// A store: the input is its manifest, a line of ---, and the documents of its only shard.
  static let store = FuzzTarget(name: "store") { bytes in
    let parts = Scratch.parts(bytes, count: 2)
    _ = (Scratch.write(parts[0], to: "manifest.json"), shard)
    _ = Scratch.write(parts[1], to: "shard-00000.documents.jsonl")
    let store = try EmbeddingStore(path: Scratch.folder)
    let manifest = store.manifest
    _ = (manifest.rows, manifest.tokens, manifest.emptyDocuments, manifest.longDocuments)
    _ = try? store.documents().count
    try? store.verify()
    _ = try store.positions()
    for tap in manifest.settings.taps { _ = try store.lastRows(ofTap: tap) }
  }

  /// A probe file with this header around tensors that fit one of width 2.
  private static func probeFile(header: String) throws -> String {
    let path = "\(Scratch.folder)/input.probe"
    try SafetensorsWriter.write(
      path: path, tensors: probeTensors,
      metadata: [("format", "knowable.probe"), ("schema_version", "1"), ("probe", header)])
    return path
  }

  private nonisolated(unsafe) static let probeTensors: [SafetensorsEntry] = {
    func probe(_ prefix: String, intercept: String, _ shape: [Int]) -> [SafetensorsEntry] {
      [
        SafetensorsEntry(name: prefix + "weights", shape: shape, float64s: [0.5, -0.25]),
        SafetensorsEntry(name: prefix + intercept, shape: [1], float64s: [0.125]),
        SafetensorsEntry(name: prefix + "mean", shape: [2], floats: [0, 1]),
        SafetensorsEntry(name: prefix + "scale", shape: [2], floats: [1, 2]),
      ]
    }
    return probe("", intercept: "intercept", [2])
      + Baseline.Kind.allCases.flatMap {
        probe("baseline.\($0.rawValue).", intercept: "intercepts", [1, 2])
      } + [
        SafetensorsEntry(name: "groups.training", shape: [2], int64s: [1, 2]),
        SafetensorsEntry(name: "groups.validation", shape: [1], int64s: [3]),
        SafetensorsEntry(name: "calibrator", shape: [2], float64s: [1, 0]),
        SafetensorsEntry(name: "layers.0.weight", shape: [3, 2], floats: [1, 2, 3, 4, 5, 6]),
        SafetensorsEntry(name: "layers.0.bias", shape: [3], floats: [1, 2, 3]),
        SafetensorsEntry(name: "layers.1.weight", shape: [1, 3], floats: [1, 2, 3]),
        SafetensorsEntry(name: "layers.1.bias", shape: [1], floats: [1]),
      ]
  }()

  /// Three rows of two documents, width 2; written once.
  private static let shard: String = {
    let path = "\(Scratch.folder)/shard-00000.safetensors"
    try? SafetensorsWriter.write(
      path: path,
      tensors: ["document", "position", "token", "rank", "end_byte"].map {
        SafetensorsEntry(name: $0, shape: [3], int32s: [0, 0, 1])
      }
        + ["entropy", "log_probability"].map {
          SafetensorsEntry(name: $0, shape: [3], floats: [0.5, 1, 1.5])
        } + [
          SafetensorsEntry(name: "tap.final_norm", shape: [3, 2], floats: [1, 2, 3, 4, 5, 6])
        ], metadata: [])
    return path
  }()
}
