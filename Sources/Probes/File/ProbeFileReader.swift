import Calibration
import TensorFiles
import TextFiles

/// Reads one probe file.
struct ProbeFileReader {
  let path: String
  let file: SafetensorsFile
  let fields: ProbeFields

  init(path: String) throws {
    self.path = path
    file = try SafetensorsFile(path: path)
    fields = try Self.fields(of: file, path: path)
  }

  /// The metadata of a probe file of any kind.
  static func fields(of file: SafetensorsFile, path: String) throws -> ProbeFields {
    func refuse(_ problem: String) -> ProbesError { .badProbeFile(path: path, problem: problem) }
    guard file.metadata["format"] == ProbeFile.format else {
      throw refuse(
        "its format is \(file.metadata["format"] ?? "not stated"), expected \(ProbeFile.format)")
    }
    let version = file.metadata["schema_version"] ?? "not stated"
    guard version == String(ProbeMetadata.schemaVersion) else {
      throw refuse(
        "its schema version is \(version), this program reads \(ProbeMetadata.schemaVersion)")
    }
    guard let text = file.metadata["probe"] else { throw refuse("it has no metadata \"probe\"") }
    do {
      return ProbeFields(try JSONValue.parse(text), path: path, key: "probe")
    } catch {
      throw refuse("its metadata are damaged (\(error.description))")
    }
  }

  func read() throws -> TrainedProbe {
    let kind = try fields.value("kind", ProbeKind.init(rawValue:))
    let tap = try fields.string("tap")
    let probes = try probes(
      kind, tap: tap, prefix: "", count: 1, intercepts: "intercept",
      width: try fields.int("width"))
    return TrainedProbe(
      probe: probes[0], recalibration: try recalibration(), baselines: try baselines(kind),
      seenGroups: try seenGroups(), metadata: try ProbeMetadata(fields))
  }

  func baselines(_ kind: ProbeKind) throws -> [Baseline] {
    try fields.list("baselines").map { try baseline($0, kind) }
  }

  func seenGroups() throws -> SeenGroups {
    SeenGroups(
      training: try hashes("groups.training"), validation: try hashes("groups.validation"))
  }

  func recalibration() throws -> Recalibration {
    let method = try fields.value("recalibration", Recalibration.Method.init(rawValue:))
    let parameters =
      file.contains("calibrator") ? try file.tensor("calibrator").float64s() : []
    do {
      return try Recalibration(method: method, parameters: parameters)
    } catch let error as CalibrationError {
      throw ProbesError.badProbeFile(
        path: path, problem: "its calibrator is not usable (\(error.description))")
    }
  }

  private func baseline(_ entry: ProbeFields, _ probeKind: ProbeKind) throws -> Baseline {
    let kind = try entry.value("name", Baseline.Kind.init(rawValue:))
    switch try entry.string("model") {
    case "constant":
      return Baseline(kind, .constant(logit: try entry.finite("logit")))
    case "length":
      return Baseline(
        kind,
        .length(slope: try entry.finite("slope"), intercept: try entry.finite("intercept")))
    default:
      return Baseline(
        kind,
        .probes(
          try probes(
            probeKind, tap: try entry.string("tap"), prefix: "baseline.\(kind.rawValue).",
            count: try entry.int("count"), intercepts: "intercepts",
            width: try entry.int("width"))))
    }
  }

  private func probes(
    _ kind: ProbeKind, tap: String, prefix: String, count: Int, intercepts: String, width: Int
  ) throws -> [LinearProbe] {
    guard count > 0, width > 0, let size = Int(exactly: Double(count) * Double(width)) else {
      throw ProbesError.badProbeFile(path: path, problem: "it has no weights for \(tap)")
    }
    let weights = try numbers(prefix + "weights", count: size)
    let offsets = try numbers(prefix + intercepts, count: count)
    let standardizer = Standardizer(
      mean: try numbers(prefix + "mean", count: width).map { Float($0) },
      scale: try numbers(prefix + "scale", count: width).map { Float($0) })
    return (0..<count).map { index in
      LinearProbe(
        kind: kind, tap: tap, standardizer: standardizer,
        weights: Array(weights[index * width..<(index + 1) * width]), intercept: offsets[index])
    }
  }

  /// A tensor of exactly `count` finite numbers.
  private func numbers(_ name: String, count: Int) throws -> [Double] {
    let tensor = try file.tensor(name)
    guard tensor.count == count else {
      throw ProbesError.badProbeFile(
        path: path, problem: "\(name) has \(tensor.count) numbers, expected \(count)")
    }
    let values = try tensor.float64s()
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw ProbesError.badProbeFile(
        path: path, problem: "number \(bad) of \(name) is not finite")
    }
    return values
  }

  private func hashes(_ name: String) throws -> [UInt64] {
    try file.tensor(name).int64s().map { UInt64(bitPattern: $0) }
  }
}
