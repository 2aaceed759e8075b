import Foundation
import LanguageModels
public import TensorFiles
import TextFiles

extension Parameters {
  /// Writes a Hugging Face folder: config.json, model.safetensors (rounded to `dtype`) and, when a
  /// path is given, a copy of tokenizer.json. `LanguageModel.open` and transformers open it.
  ///
  /// Throws a sentence when the disk is full or the configuration cannot be said in Hugging Face's
  /// terms.
  public func write(
    to folder: String, tokenizer: String? = nil, dtype: FloatType = .float32
  ) throws {
    let type = dtype.elementType
    let json = try configuration.huggingFaceJSON(dtype: dtype)
    try Folder.make(folder)
    let tensors = configuration.huggingFaceTensors(list).map { tensor in
      SafetensorsEntry(name: tensor.name, type: type, shape: tensor.shape) { sink in
        let floats = tensor.floats { UnsafeBufferPointer(self[$0]) }
        try floats.withUnsafeBufferPointer { try sink.write(floats: $0, as: type) }
      }
    }
    try SafetensorsWriter.write(
      path: folder + "/model.safetensors", tensors: tensors, metadata: [("format", "pt")])
    try AtomicFile.write(
      path: folder + "/config.json", text: json.serialized(pretty: true, sortedKeys: true) + "\n")
    if let tokenizer { try copyTokenizer(tokenizer, to: folder) }
  }

  /// Reads the numbers back from such a folder, to the bit.
  func restore(from folder: String) throws {
    let reader = try ParameterReader(path: folder)
    guard reader.configuration.parameters() == configuration.parameters() else {
      throw FinetuningError.badCheckpoint(
        path: folder, problem: "its model has other sizes than the one being trained")
    }
    for parameter in list { try reader.read(parameter, into: self[parameter]) }
  }
}

/// Copies a tokenizer.json into a folder.
func copyTokenizer(_ path: String, to folder: String) throws {
  let file = try MappedFile(path: path)
  try AtomicFile.write(path: folder + "/tokenizer.json") { sink in
    try file.withBytes { bytes in try sink.write(bytes) }
  }
}
