import TensorFiles

/// Finished runs in a folder, so that a study that was stopped does not train them again.
struct ArmStore {
  let folder: String

  /// The file of a run; its key must be the same to be used.
  private func path(_ name: String, seed: UInt64) -> String {
    let plain = name.map { $0.isLetter || $0.isNumber || $0 == "-" ? String($0) : "_" }.joined()
    return "\(folder)/\(plain).seed-\(seed).safetensors"
  }

  /// The outcome of a run that was finished with the same key; nil otherwise.
  func outcome(_ name: String, seed: UInt64, key: String) -> FinetuningOutcome? {
    guard let file = try? SafetensorsFile(path: path(name, seed: seed)),
      file.metadata["key"] == key,
      let predictions = try? file.tensor("predictions"), predictions.shape.count == 3,
      let steps = try? file.tensor("steps").int32s(),
      steps.count == predictions.shape[0],
      let training = try? file.tensor("unfamiliar_training"),
      training.shape.count == 2, training.shape[1] == predictions.shape[2],
      let values = try? predictions.float64s(), let trained = try? training.float64s()
    else { return nil }
    let (rows, places) = (predictions.shape[1], predictions.shape[2])
    return FinetuningOutcome(
      checkpoints: steps.enumerated().map { index, step in
        .init(
          step: Int(step),
          predictions: Self.rows(
            values[index * rows * places..<(index + 1) * rows * places], places))
      }, unfamiliarTraining: Self.rows(trained[...], places))
  }

  /// Keeps a finished run.
  func keep(_ outcome: FinetuningOutcome, _ name: String, seed: UInt64, key: String) throws {
    try Folder.make(folder)
    let rows = outcome.final.count
    let places = outcome.final.first?.count ?? 0
    try SafetensorsWriter.write(
      path: path(name, seed: seed),
      tensors: [
        SafetensorsEntry(
          name: "predictions", shape: [outcome.checkpoints.count, rows, places],
          float64s: outcome.checkpoints.flatMap { $0.predictions.joined() }),
        SafetensorsEntry(
          name: "steps", shape: [outcome.checkpoints.count],
          int32s: outcome.checkpoints.map { Int32($0.step) }),
        SafetensorsEntry(
          name: "unfamiliar_training", shape: [outcome.unfamiliarTraining.count, places],
          float64s: outcome.unfamiliarTraining.flatMap { $0 }),
      ], metadata: [("key", key)])
  }

  private static func rows(_ values: ArraySlice<Double>, _ width: Int) -> [[Double]] {
    guard width > 0 else { return [] }
    return stride(from: values.startIndex, to: values.endIndex, by: width).map {
      Array(values[$0..<$0 + width])
    }
  }
}

extension FinetuningJob {
  /// A hash of everything that a run's numbers depend on.
  func key(_ settings: String) -> String {
    var hasher = ContentHasher()
    hasher.update(settings)
    hasher.update("\(seed)")
    for example in examples {
      hasher.update("\(example.source) \(example.truth) \(example.target) \(example.weight)")
      hasher.update(example.isUnfamiliar ? "u" : "f")
    }
    for item in evaluation { hasher.update("\(item.question) \(item.place);") }
    return hasher.finalize()
  }
}
