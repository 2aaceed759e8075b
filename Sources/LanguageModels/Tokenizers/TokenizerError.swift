/// Why a tokenizer could not be read or used; the description is a sentence for the user.
public enum TokenizerError: Error, Equatable, CustomStringConvertible {
  /// There is no tokenizer at the path.
  case notFound(path: String, reason: String)
  /// The file is damaged or not of the expected form.
  case malformed(source: String, place: String, problem: String)
  /// The file uses something that is not built in.
  case unsupported(source: String, place: String, feature: String)
  /// A text is not valid UTF-8.
  case invalidUTF8(byteOffset: Int)

  /// One sentence: where, what was expected or found, what to do.
  public var description: String {
    switch self {
    case .notFound(let path, let reason):
      "There is no tokenizer at \(path): \(reason)."
    case .malformed(let source, let place, let problem):
      "The tokenizer \(source) is damaged or incomplete: \(place) \(problem). Fetch the file again."
    case .unsupported(let source, let place, let feature):
      "The tokenizer \(source) cannot be used: \(place) asks for \(feature), which is not built in."
    case .invalidUTF8(let offset):
      "The text is not valid UTF-8 at byte \(offset); convert it to UTF-8 first."
    }
  }
}
