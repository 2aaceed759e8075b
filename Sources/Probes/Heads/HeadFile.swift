import TensorFiles
public import TextFiles

/// Heads on disk, in the format of probe files: safetensors, JSON in its header.
///
/// Tensors: `layers.N.weight` [out, in] and `layers.N.bias` [out] in float32, as PyTorch's `Linear`
/// holds them, ReLU in between; `mean` and `scale` [in]: features are (x - mean) · scale first. The
/// header's metadata hold `format` = `knowable.probe`, `schema_version` and `probe`, a JSON text with
/// `kind` = `head` and everything else.
public enum HeadFile {
  static let kind = "head"

  /// What stands beside a head's weights.
  public struct Contents: Sendable, Equatable {
    /// The head.
    public var head: TrainedHead
    /// Name of the model whose features it reads.
    public var modelName: String
    /// SHA-256 over that model's weights, configuration and tokenizer.
    public var modelFingerprint: String
    /// What it was trained to tell apart, how its data were split, its metrics: any JSON object.
    public var notes: JSONObject

    public init(
      head: TrainedHead, modelName: String = "", modelFingerprint: String = "",
      notes: JSONObject = JSONObject()
    ) {
      self.head = head
      self.modelName = modelName
      self.modelFingerprint = modelFingerprint
      self.notes = notes
    }

    /// Throws ``ProbesError/otherModel(probe:features:)`` unless the features come from the model
    /// that the head was trained on.
    public func checkModel(fingerprint: String) throws {
      guard modelFingerprint == fingerprint else {
        throw ProbesError.otherModel(probe: modelFingerprint, features: fingerprint)
      }
    }
  }

  /// Writes a head; the file appears under its name complete or not at all. Equal contents give equal
  /// bytes.
  public static func write(_ contents: Contents, to path: String) throws {
    let head = contents.head
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
    let width = head.network.widths[0]
    tensors += [
      SafetensorsEntry(name: "mean", shape: [width], floats: head.standardizer.mean),
      SafetensorsEntry(name: "scale", shape: [width], floats: head.standardizer.scale),
    ]
    try SafetensorsWriter.write(
      path: path, tensors: tensors,
      metadata: [
        ("format", ProbeFile.format), ("schema_version", String(ProbeMetadata.schemaVersion)),
        ("probe", contents.json.serialized()),
      ])
  }

  /// Reads a head back, exactly as it was written.
  ///
  /// - Throws: `TensorFilesError` for a file that is no safetensors file,
  ///   ``ProbesError/badProbeFile(path:problem:)`` for another kind or schema, missing or misshapen
  ///   tensors and numbers that are not finite.
  public static func read(_ path: String) throws -> Contents {
    let file = try SafetensorsFile(path: path)
    let fields = try ProbeFileReader.fields(of: file, path: path)
    guard try fields.string("kind") == kind else {
      throw ProbesError.badProbeFile(path: path, problem: "it is a linear probe and no head")
    }
    let widths = try fields.numbers("widths").map { Int($0) }
    guard widths.count > 1, widths.allSatisfy({ $0 > 0 && $0 < 1 << 24 }) else {
      throw fields.refusal("widths", "is no list of positive widths")
    }
    let hasBias = try fields.bool("bias")
    var parameters: [Float] = []
    for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
      parameters += try numbers("layers.\(index).weight", [outputs, inputs], file)
      if hasBias { parameters += try numbers("layers.\(index).bias", [outputs], file) }
    }
    let options = try HeadOptions(fields.object("options"))
    guard widths.last == options.outputs, Array(widths.dropFirst().dropLast()) == options.hidden
    else {
      throw fields.refusal("widths", "does not fit the options")
    }
    let model = try fields.object("model")
    return Contents(
      head: TrainedHead(
        network: Perceptron(widths: widths, hasBias: hasBias, parameters: parameters),
        standardizer: Standardizer(
          mean: try numbers("mean", [widths[0]], file),
          scale: try numbers("scale", [widths[0]], file)),
        tap: try fields.string("tap"), options: options, bestStep: try fields.int("best_step"),
        checks: try fields.list("checks").map {
          HeadCheck(
            step: try $0.int("step"), trainingLoss: $0.optionalDouble("training_loss"),
            validationLoss: try $0.double("validation_loss"))
        }),
      modelName: try model.string("name"), modelFingerprint: try model.string("fingerprint"),
      notes: try fields.optional("notes") { $0.object } ?? JSONObject())
  }

  private static func numbers(
    _ name: String, _ shape: [Int], _ file: SafetensorsFile
  ) throws -> [Float] {
    let tensor = try file.tensor(name)
    guard tensor.shape == shape else {
      throw ProbesError.badProbeFile(
        path: file.path, problem: "\(name) has the shape \(tensor.shape), expected \(shape)")
    }
    let values = try tensor.floats()
    guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return values }
    throw ProbesError.badProbeFile(
      path: file.path, problem: "number \(bad) of \(name) is not finite")
  }
}

extension HeadFile.Contents {
  /// Everything but tensors.
  fileprivate var json: JSONValue {
    [
      "kind": .string(HeadFile.kind), "tap": .string(head.tap),
      "widths": .array(head.network.widths.map { .integer(Int64($0)) }),
      "bias": .bool(head.network.hasBias), "options": head.options.json,
      "best_step": .integer(Int64(head.bestStep)),
      "checks": .array(
        head.checks.map {
          [
            "step": .integer(Int64($0.step)),
            "training_loss": $0.trainingLoss.map { .number($0) } ?? .null,
            "validation_loss": .number($0.validationLoss),
          ]
        }),
      "model": ["name": .string(modelName), "fingerprint": .string(modelFingerprint)],
      "notes": .object(notes),
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

  fileprivate init(_ fields: ProbeFields) throws {
    self.init()
    hidden = try fields.numbers("hidden").map { Int($0) }
    dropout = try fields.finite("dropout")
    loss = try fields.value("loss", HeadLoss.init(rawValue:))
    classes = try fields.int("classes")
    learningRate = Float(try fields.finite("learning_rate"))
    batch = try fields.int("batch")
    epochs = try fields.int("epochs")
    validationInterval = try fields.int("validation_interval")
    patience = fields.optionalDouble("patience").map { Int($0) }
    standardises = try fields.bool("standardises")
    seed = try fields.unsigned("seed")
  }
}
