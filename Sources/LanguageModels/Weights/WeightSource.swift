import TensorFiles

/// A model's tensors by what they are for, whatever their file calls them and however it lays them
/// out. Every shape is checked against the configuration.
struct WeightSource: Sendable {
  let path: String
  let configuration: ModelConfiguration
  let names: TensorNames
  private let tensors: any TensorCollection
  private let root: String

  init(
    path: String, tensors: any TensorCollection, configuration: ModelConfiguration,
    names: TensorNames
  ) throws {
    self.path = path
    self.tensors = tensors
    self.configuration = configuration
    self.names = names
    let found = names.roots.first { tensors.contains("\($0)\(names.tokenEmbedding).weight") }
    guard let found else {
      throw LanguageModelsError.missingTensor(
        path: path, name: "\(names.roots[0])\(names.tokenEmbedding).weight")
    }
    root = found
  }

  /// The full name of a tensor, without its end, of the model or of one block.
  func name(_ name: String, block: Int? = nil) -> String {
    guard let block else { return root + name }
    return root + names.block.replacing("#", with: "\(block)") + name
  }

  /// The full name of the untied head.
  func headName() throws -> String {
    guard let found = names.heads.first(where: { tensors.contains("\($0).weight") }) else {
      throw LanguageModelsError.missingTensor(path: path, name: "\(names.heads[0]).weight")
    }
    return found
  }

  /// The tensor of that full name; throws when it is not there or of another shape.
  func tensor(_ name: String, shape: [Int]) throws -> TensorView {
    guard tensors.contains(name) else {
      throw LanguageModelsError.missingTensor(path: path, name: name)
    }
    let tensor = try tensors.tensor(name)
    guard tensor.shape == shape else {
      throw LanguageModelsError.wrongShape(
        path: path, name: name, expected: shape, found: tensor.shape)
    }
    return tensor
  }

  /// Whether there is a tensor of that full name.
  func contains(_ name: String) -> Bool { tensors.contains(name) }

  func vector(_ name: String, count: Int) throws -> [Float] {
    try tensor(name, shape: [count]).floats()
  }

  /// A whole projection under one name.
  func matrix(_ name: String, outputs: Int, inputs: Int) throws -> WeightMatrix {
    if names.isTransposed {
      return try WeightMatrix(
        transposed: tensor("\(name).weight", shape: [inputs, outputs]), firstColumn: 0,
        outputs: outputs)
    }
    return WeightMatrix(try tensor("\(name).weight", shape: [outputs, inputs]), outputs: outputs)
  }

  /// An embedding table or head: never transposed.
  func table(_ name: String, rows: Int) throws -> WeightMatrix {
    WeightMatrix(
      try tensor("\(name).weight", shape: [rows, configuration.width]), outputs: rows)
  }
}
