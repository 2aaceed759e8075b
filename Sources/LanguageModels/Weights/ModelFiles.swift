import Foundation
import TensorFiles

/// The files of a model and what their configuration says, before weights are read.
struct ModelFiles {
  let path: String
  let configuration: ModelConfiguration
  let weightsPaths: [String]
  /// Where the tokenizer is; nil when there is none.
  let tokenizerPath: String?
  private let tensors: any TensorCollection
  private let names: TensorNames

  init(path: String) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw LanguageModelsError.notAModel(
        path: path, expected: "a folder with config.json or a .gguf file, but nothing is there")
    }
    if isFolder.boolValue {
      let configPath = path + "/config.json"
      guard FileManager.default.fileExists(atPath: configPath) else {
        throw LanguageModelsError.notAModel(
          path: path, expected: "a folder with config.json and model.safetensors")
      }
      configuration = try ModelConfiguration(huggingFace: configPath)
      let folder = try SafetensorsFolder(path: path)
      tensors = folder
      weightsPaths = folder.files.map(\.path)
      names = .huggingFace(configuration.architecture)
      let tokenizer = path + "/tokenizer.json"
      tokenizerPath = FileManager.default.fileExists(atPath: tokenizer) ? path : nil
    } else {
      let file = try GGUFFile(path: path)
      configuration = try ModelConfiguration(gguf: file)
      tensors = file
      weightsPaths = [path]
      names = .gguf(configuration.architecture)
      tokenizerPath = file.metadata["tokenizer.ggml.model"] == nil ? nil : path
    }
  }

  func weightSource() throws -> WeightSource {
    try WeightSource(path: path, tensors: tensors, configuration: configuration, names: names)
  }
}
