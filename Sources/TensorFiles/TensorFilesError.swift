/// What can be wrong with a tensor file; `description` is the sentence a user reads.
public enum TensorFilesError: Error, Equatable {
  /// The file cannot be opened, read or mapped; `reason` is the system's own words.
  case unreadable(path: String, reason: String)
  /// The file cannot be written, for example because the disk is full.
  case unwritable(path: String, reason: String)
  /// The bytes are not what the format asks for: truncated, corrupt, or another kind of file.
  case malformed(path: String, format: String, problem: String)
  /// The file is fine but uses something that is not read here.
  case unsupported(path: String, problem: String)
  /// There is no tensor of this name; `nearest` is the closest name there is.
  case missingTensor(path: String, name: String, nearest: String?)
  /// A tensor is stored as another type than the caller can use.
  case wrongType(path: String, tensor: String, expected: String, found: ElementType)
  /// An integer does not fit the type that was asked for.
  case valueOutOfRange(path: String, tensor: String, index: Int, expected: String)
}

extension TensorFilesError: CustomStringConvertible {
  /// One sentence: which file, what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "Cannot read \(path): \(reason)."
    case .unwritable(let path, let reason): "Cannot write \(path): \(reason)."
    case .malformed(let path, let format, let problem):
      "\(path) is not a readable \(format) file: \(problem)."
    case .unsupported(let path, let problem): "\(path) cannot be used: \(problem)."
    case .missingTensor(let path, let name, let nearest):
      "\(path) has no tensor \"\(name)\"" + (nearest.map { "; the nearest is \"\($0)\"." } ?? ".")
    case .wrongType(let path, let tensor, let expected, let found):
      "The tensor \"\(tensor)\" in \(path) is \(found.rawValue), expected \(expected)."
    case .valueOutOfRange(let path, let tensor, let index, let expected):
      "Element \(index) of the tensor \"\(tensor)\" in \(path) does not fit \(expected)."
    }
  }
}
