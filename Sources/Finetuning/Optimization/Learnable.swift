import LanguageModels
import LinearAlgebra
import TensorFiles

/// Numbers that an optimiser changes: a whole model's or its adapters'.
protocol Learnable: AnyObject {
  /// All numbers.
  var values: AlignedBuffer { get }
  /// The stretches that weight decay pulls towards zero when norms and biases are left out.
  var decaying: [Range<Int>] { get }
  /// Writes a folder that can be opened again.
  func write(to folder: String, tokenizer: String?) throws
  /// Reads the numbers back from such a folder.
  func restore(from folder: String) throws
}

extension Parameters: Learnable {
  // A run goes on from what it writes, so nothing is rounded.
  func write(to folder: String, tokenizer: String?) throws {
    try write(to: folder, tokenizer: tokenizer, dtype: .float32)
  }

  var decaying: [Range<Int>] {
    list.compactMap { parameter in
      guard parameter.role.isMatrix, let offset = offsets[parameter] else { return nil }
      return offset..<offset + parameter.count
    }
  }
}

extension AdapterSet: Learnable {
  var decaying: [Range<Int>] { [0..<values.count] }
}
