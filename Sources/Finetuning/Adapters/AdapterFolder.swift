import LanguageModels
import LinearAlgebra
import TensorFiles
import TextFiles

extension AdapterSet {
  private static let weightsFile = "adapter_model.safetensors"

  /// Writes a folder in PEFT's layout: adapter_config.json, adapter_model.safetensors (float32) and,
  /// when a path is given, a copy of tokenizer.json.
  ///
  /// Throws for adapters on queries, keys or values of families that store them as one matrix, which
  /// PEFT cannot adapt one by one: save the merged model then.
  public func write(to folder: String, tokenizer: String? = nil) throws {
    let names = try moduleNames()
    try Folder.make(folder)
    let tensors = zip(entries, names).flatMap { entry, name in
      let (down, up) = matrices(entry)
      return [("lora_A", down), ("lora_B", up)].map { part, matrix in
        SafetensorsEntry(
          name: "\(AdapterSet.tensorName(name, part))", type: .float32,
          shape: [matrix.rows, matrix.columns]
        ) { sink in
          try sink.write(
            floats: UnsafeBufferPointer(start: matrix.base, count: matrix.rows * matrix.columns),
            as: .float32)
        }
      }
    }
    try SafetensorsWriter.write(
      path: "\(folder)/\(AdapterSet.weightsFile)", tensors: tensors, metadata: [("format", "pt")])
    try AtomicFile.write(
      path: folder + "/adapter_config.json",
      text: json(names).serialized(pretty: true, sortedKeys: true) + "\n")
    if let tokenizer { try copyTokenizer(tokenizer, to: folder) }
  }

  /// Reads the numbers back from such a folder, to the bit.
  public func restore(from folder: String) throws {
    let file = try SafetensorsFile(path: "\(folder)/\(AdapterSet.weightsFile)")
    for (entry, name) in zip(entries, try moduleNames()) {
      let (down, up) = matrices(entry)
      for (part, matrix, offset) in [("lora_A", down, entry.down), ("lora_B", up, entry.up)] {
        let tensor = try file.tensor(AdapterSet.tensorName(name, part))
        guard tensor.shape == [matrix.rows, matrix.columns] else {
          throw FinetuningError.badCheckpoint(
            path: folder, problem: "its adapters have another rank or belong to another model")
        }
        try tensor.readFloats(
          rows: 0..<tensor.rows,
          into: UnsafeMutableBufferPointer(start: values.base + offset, count: tensor.count))
      }
    }
  }

  private static func tensorName(_ module: String, _ part: String) -> String {
    "base_model.model.\(module).\(part).weight"
  }

  /// What Hugging Face calls each adapted projection.
  private func moduleNames() throws -> [String] {
    let isFused = [.gpt2, .gptNeoX].contains(model.architecture)
    return try entries.map { entry in
      if isFused, [.query, .key, .value].contains(entry.target.role) {
        throw FinetuningError.badSetting(
          "Models of type \(model.architecture.rawValue) store queries, keys and values as one "
            + "matrix, so their adapters cannot be written one by one: save the merged model.")
      }
      return String(model.huggingFaceTensors([entry.target])[0].name.dropLast(".weight".count))
    }
  }

  private func json(_ names: [String]) -> JSONValue {
    let modules = Set(names.map { String($0.split(separator: ".").last ?? "") }).sorted()
    let blocks = Set(entries.compactMap(\.target.block)).sorted()
    return [
      "peft_type": "LORA", "task_type": "CAUSAL_LM", "bias": "none", "inference_mode": true,
      "base_model_name_or_path": nil, "r": .integer(Int64(configuration.rank)),
      "lora_alpha": Int64(exactly: configuration.alpha).map { .integer($0) }
        ?? .number(Double(configuration.alpha)),
      "lora_dropout": .number(Double(configuration.dropout)),
      "target_modules": .array(modules.map { .string($0) }),
      "layers_to_transform": .array(blocks.map { .integer(Int64($0)) }),
      "fan_in_fan_out": .bool(model.architecture == .gpt2),
    ]
  }
}
