import TensorFiles
import TextFiles

/// Heads on disk, in the format of probe files: safetensors, JSON in its header.
///
/// Tensors: `layers.N.weight` [out, in] and `layers.N.bias` [out] in float32, as PyTorch's `Linear`
/// holds them, ReLU in between; `mean` and `scale` [in]: features are (x - mean) · scale first; then
/// calibrator, seen groups and baselines as in ``ProbeFile``. The header's metadata hold `format` =
/// `knowable.probe`, `schema_version` and `probe`, a JSON text with `kind` = `head` and everything
/// else.
public enum HeadFile {
  static let kind = "head"

  /// Writes a head; the file appears under its name complete or not at all. Equal heads give equal
  /// bytes.
  public static func write(_ probe: HeadProbe, to path: String) throws {
    let head = probe.head
    let parameters = head.network.parameters
    var tensors: [SafetensorsEntry] = []
    for (index, layer) in head.network.layers.enumerated() {
      let weights = parameters[layer.weights..<layer.weights + layer.outputs * layer.inputs]
      tensors.append(
        SafetensorsEntry(
          name: "layers.\(index).weight", shape: [layer.outputs, layer.inputs],
          floats: Array(weights)))
      guard let biases = layer.biases else { continue }
      tensors.append(
        SafetensorsEntry(
          name: "layers.\(index).bias", shape: [layer.outputs],
          floats: Array(parameters[biases..<biases + layer.outputs])))
    }
    tensors += [
      SafetensorsEntry(name: "mean", shape: [probe.width], floats: head.standardizer.mean),
      SafetensorsEntry(name: "scale", shape: [probe.width], floats: head.standardizer.scale),
    ]
    try ProbeFile.write(tensors, of: probe, probe.json(head.members(probe.baselines)), to: path)
  }

  /// Reads a head back, exactly as it was written.
  ///
  /// - Throws: `TensorFilesError` for a file that is no safetensors file,
  ///   ``ProbesError/badProbeFile(path:problem:)`` for another kind or schema, missing or misshapen
  ///   tensors and numbers that are not finite.
  public static func read(_ path: String) throws -> HeadProbe {
    let reader = try ProbeFileReader(path: path)
    guard try reader.isHead() else {
      throw ProbesError.badProbeFile(path: path, problem: "it is a linear probe and no head")
    }
    return try reader.head()
  }
}

extension TrainedHead {
  /// What only heads have in a file's header.
  fileprivate func members(_ baselines: [Baseline]) -> [(String, JSONValue)] {
    let kinds = baselines.compactMap { baseline -> ProbeKind? in
      if case .probes(let probes) = baseline.model { probes.first?.kind } else { nil }
    }
    return [
      ("kind", .string(HeadFile.kind)),
      ("baseline_kind", .string((kinds.first ?? .logistic).rawValue)),
      ("widths", .array(network.widths.map { .integer(Int64($0)) })),
      ("bias", .bool(network.hasBias)), ("options", options.json),
      ("best_step", .integer(Int64(bestStep))),
      (
        "checks",
        .array(
          checks.map {
            [
              "step": .integer(Int64($0.step)),
              "training_loss": $0.trainingLoss.map { .number($0) } ?? .null,
              "validation_loss": .number($0.validationLoss),
            ]
          })
      ),
    ]
  }
}

extension HeadOptions {
  fileprivate var json: JSONValue {
    [
      "hidden": .array(hidden.map { .integer(Int64($0)) }), "dropout": .number(dropout),
      "loss": .string(loss.rawValue), "classes": .integer(Int64(classes)),
      "learning_rate": .number(Double(learningRate)), "batch": .integer(Int64(batch)),
      "epochs": .integer(Int64(epochs)), "validation_interval": .integer(Int64(validationInterval)),
      "patience": patience.map { .integer(Int64($0)) } ?? .null,
      "standardises": .bool(standardises), "seed": .string(String(seed)),
    ]
  }
}
