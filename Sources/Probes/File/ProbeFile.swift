import Calibration
import TensorFiles
import TextFiles

/// Probes on disk: one safetensors file, its tensors readable with any safetensors library.
///
/// Tensors: `weights` [d] and `intercept` [1] (float64, for standardised features), `mean` and
/// `scale` [d] (float32), `original_weights` [d] and `original_intercept` [1] (float64: logit =
/// original_weights · x + original_intercept), `calibrator` [k], hashes of seen groups
/// (`groups.training`, `groups.validation`, int64) and for each baseline that is a probe
/// `baseline.NAME.{weights [m,d], intercepts [m], mean, scale}`. The header's metadata hold `format`
/// = `knowable.probe`, `schema_version` and `probe`, a JSON text with everything else.
/// Heads are kept likewise, see ``HeadFile``.
public enum ProbeFile {
  static let format = "knowable.probe"

  /// Writes a probe; the file appears under its name complete or not at all.
  ///
  /// Equal probes give equal bytes. Throws `TensorFilesError` when the file cannot be written.
  public static func write(_ trained: TrainedProbe, to path: String) throws {
    let probe = trained.probe
    var tensors = parameters(of: [probe], prefix: "", weightsShape: [probe.width])
    tensors += [
      SafetensorsEntry(
        name: "original_weights", shape: [probe.width], float64s: probe.originalWeights),
      SafetensorsEntry(
        name: "original_intercept", shape: [1], float64s: [probe.originalIntercept]),
    ]
    try write(tensors, of: trained, trained.json, to: path)
  }

  /// Writes what files of all kinds of probes share after a kind's own tensors.
  static func write(
    _ own: [SafetensorsEntry], of trained: some CalibratedProbe, _ json: JSONValue, to path: String
  ) throws {
    var tensors = own
    tensors += [
      groups("groups.training", trained.seenGroups.training),
      groups("groups.validation", trained.seenGroups.validation),
    ]
    let calibrator = trained.recalibration.parameters
    if !calibrator.isEmpty {
      tensors.append(
        SafetensorsEntry(name: "calibrator", shape: [calibrator.count], float64s: calibrator))
    }
    for baseline in trained.baselines {
      guard case .probes(let probes) = baseline.model, let first = probes.first else { continue }
      tensors += parameters(
        of: probes, prefix: "baseline.\(baseline.kind.rawValue).",
        weightsShape: [probes.count, first.width])
    }
    try SafetensorsWriter.write(
      path: path, tensors: tensors,
      metadata: [
        ("format", format), ("schema_version", String(ProbeMetadata.schemaVersion)),
        ("probe", json.serialized()),
      ])
  }

  /// Reads a probe of any kind that tells two classes apart: one direction, or a head.
  ///
  /// - Throws: what ``read(_:)`` throws, also for a head that predicts a number.
  public static func open(_ path: String) throws -> any CalibratedProbe {
    let reader = try ProbeFileReader(path: path)
    guard try reader.isHead() else { return try reader.read() }
    let head = try reader.head()
    guard head.isBinary else {
      throw ProbesError.badProbeFile(
        path: path, problem: "its head predicts a number, and two classes are needed here")
    }
    return head
  }

  /// Reads a probe back, exactly as it was written.
  ///
  /// - Throws: `TensorFilesError` for a file that is no safetensors file,
  ///   ``ProbesError/badProbeFile(path:problem:)`` for another kind or schema, missing or misshapen
  ///   tensors and numbers that are not finite.
  public static func read(_ path: String) throws -> TrainedProbe {
    try ProbeFileReader(path: path).read()
  }

  /// Tensors of probes on one tap, which share their standardizer.
  private static func parameters(
    of probes: [LinearProbe], prefix: String, weightsShape: [Int]
  ) -> [SafetensorsEntry] {
    guard let first = probes.first else { return [] }
    return [
      SafetensorsEntry(
        name: prefix + "weights", shape: weightsShape, float64s: probes.flatMap(\.weights)),
      SafetensorsEntry(
        name: prefix + (prefix.isEmpty ? "intercept" : "intercepts"), shape: [probes.count],
        float64s: probes.map(\.intercept)),
      SafetensorsEntry(
        name: prefix + "mean", shape: [first.width], floats: first.standardizer.mean),
      SafetensorsEntry(
        name: prefix + "scale", shape: [first.width], floats: first.standardizer.scale),
    ]
  }

  private static func groups(_ name: String, _ hashes: [UInt64]) -> SafetensorsEntry {
    SafetensorsEntry(
      name: name, shape: [hashes.count], int64s: hashes.map { Int64(bitPattern: $0) })
  }
}
