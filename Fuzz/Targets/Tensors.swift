import LanguageModels
import TensorFiles

extension FuzzTarget {
  /// One array of NumPy's.
  static let npy = FuzzTarget(name: "npy") { bytes in
    try readElements(of: NPY.load(path: Scratch.write(bytes, to: "input.npy")))
  }

  /// A safetensors file with all its tensors.
  static let safetensors = FuzzTarget(name: "safetensors") { bytes in
    let file = try SafetensorsFile(path: Scratch.write(bytes, to: "input.safetensors"))
    try readAll(of: file)
  }

  /// A GGUF file: tensors, metadata, and the tokenizer and model that the metadata describe.
  static let gguf = FuzzTarget(name: "gguf") { bytes in
    let file = try GGUFFile(path: Scratch.write(bytes, to: "input.gguf"))
    for value in file.metadata.values {
      _ = (value.int, value.double, value.string, value.ints, value.floats, value.strings)
    }
    _ = try? ModelConfiguration(gguf: file)
    if let tokenizer = try? Tokenizer(gguf: file) { try tokenizer.comeAndGo() }
    try readAll(of: file)
  }

  private static func readAll(of file: some TensorCollection) throws {
    for name in file.tensorNames { try readElements(of: file.tensor(name)) }
  }

  private static func readElements(of tensor: TensorView) throws {
    let numbers =
      tensor.type.isFloatLike ? try tensor.float64s().count : try tensor.int64s().count
    precondition(numbers == tensor.count, "\(numbers) numbers of \(tensor.count)")
    _ = try? tensor.int32s()
  }
}
