import TensorFiles
import TextFiles

extension ProbeFileReader {
  /// Whether the file holds a head.
  func isHead() throws -> Bool { try fields.string("kind") == HeadFile.kind }

  /// The head of the file.
  func head() throws -> HeadProbe {
    let widths = try fields.ints("widths")
    guard widths.count > 1, widths.allSatisfy({ $0 > 0 && $0 < 1 << 24 }) else {
      throw fields.refusal("widths", "is no list of positive widths")
    }
    let hasBias = try fields.bool("bias")
    var parameters: [Float] = []
    for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
      parameters += try floats("layers.\(index).weight", [outputs, inputs])
      if hasBias { parameters += try floats("layers.\(index).bias", [outputs]) }
    }
    let options = try HeadOptions(fields.object("options"))
    guard widths.last == options.outputs, Array(widths.dropFirst().dropLast()) == options.hidden
    else {
      throw fields.refusal("widths", "does not fit the options")
    }
    let head = TrainedHead(
      network: Perceptron(widths: widths, hasBias: hasBias, parameters: parameters),
      standardizer: Standardizer(
        mean: try floats("mean", [widths[0]]), scale: try floats("scale", [widths[0]])),
      tap: try fields.string("tap"), options: options, bestStep: try fields.int("best_step"),
      checks: try fields.list("checks").map {
        HeadCheck(
          step: try $0.int("step"), trainingLoss: $0.optionalDouble("training_loss"),
          validationLoss: try $0.double("validation_loss"))
      })
    return HeadProbe(
      head: head, recalibration: try recalibration(),
      baselines: try baselines(try fields.value("baseline_kind", ProbeKind.init(rawValue:))),
      seenGroups: try seenGroups(), metadata: try ProbeMetadata(fields))
  }

  private func floats(_ name: String, _ shape: [Int]) throws -> [Float] {
    let tensor = try file.tensor(name)
    guard tensor.shape == shape else {
      throw ProbesError.badProbeFile(
        path: path, problem: "\(name) has the shape \(tensor.shape), expected \(shape)")
    }
    let values = try tensor.floats()
    guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return values }
    throw ProbesError.badProbeFile(
      path: path, problem: "number \(bad) of \(name) is not finite")
  }
}

extension HeadOptions {
  fileprivate init(_ fields: ProbeFields) throws {
    self.init()
    hidden = try fields.ints("hidden")
    dropout = try fields.finite("dropout")
    loss = try fields.value("loss", HeadLoss.init(rawValue:))
    classes = try fields.int("classes")
    learningRate = Float(try fields.finite("learning_rate"))
    batch = try fields.int("batch")
    epochs = try fields.int("epochs")
    validationInterval = try fields.int("validation_interval")
    patience = try fields.optional("patience", \.int)
    standardises = try fields.bool("standardises")
    seed = try fields.unsigned("seed")
  }
}
