/// What can be wrong with a model's files or with what a model is asked to do; `description` is the
/// sentence the user reads.
public enum LanguageModelsError: Error, Equatable {
  /// There is no model at the path; `expected` says what would be one.
  case notAModel(path: String, expected: String)
  /// The model is of a family this library does not run.
  case unsupportedArchitecture(path: String, found: String, supported: [String])
  /// A configuration value is missing, of the wrong kind, or asks for something unsupported.
  case invalidConfiguration(path: String, key: String, expected: String, found: String)
  /// The weights lack a tensor.
  case missingTensor(path: String, name: String)
  /// A tensor does not have the shape that the configuration implies.
  case wrongShape(path: String, name: String, expected: [Int], found: [Int])
  /// Nothing to run: the batch has no sequences, or this sequence has no tokens.
  case emptyBatch(sequence: Int?)
  /// A sequence, with the cached tokens it continues, is longer than the model's context.
  case sequenceTooLong(sequence: Int, length: Int, after: Int = 0, limit: Int)
  /// A sequence continues a cache that another model made.
  case cacheOfAnotherModel(sequence: Int, path: String, cachePath: String)
  /// A token id that is not in the model's vocabulary.
  case tokenOutOfRange(sequence: Int, position: Int, token: Int, vocabularySize: Int)
  /// A token whose logit is asked for is not in the vocabulary.
  case chosenTokenOutOfRange(sequence: Int, token: Int, vocabularySize: Int)
  /// A tap the model does not have.
  case unknownTap(name: String, available: [String])
}

extension LanguageModelsError: CustomStringConvertible {
  /// One sentence: which file or input, what was expected, what was found.
  public var description: String {
    switch self {
    case .notAModel(let path, let expected):
      "\(path) is not a model: expected \(expected)."
    case .unsupportedArchitecture(let path, let found, let supported):
      "\(path) holds a model of type \"\(found)\"; supported types are "
        + "\(supported.joined(separator: ", "))."
    case .invalidConfiguration(let path, let key, let expected, let found):
      "\(path): \"\(key)\" should be \(expected), found \(found)."
    case .missingTensor(let path, let name):
      "\(path) has no tensor \"\(name)\", which its configuration asks for; "
        + "the file may be incomplete or of another model."
    case .wrongShape(let path, let name, let expected, let found):
      "\(path): tensor \"\(name)\" should have shape \(expected) according to the configuration, "
        + "found \(found)."
    case .emptyBatch(let sequence?):
      "Sequence \(sequence) of the batch has no tokens; a model needs at least one."
    case .emptyBatch(nil):
      "The batch has no sequences; a model needs at least one token."
    case .sequenceTooLong(let sequence, let length, let prefix, let limit) where prefix > 0:
      "Sequence \(sequence) adds \(length) tokens to a cached prefix of \(prefix), but the model's "
        + "context is \(limit); cut one of them."
    case .cacheOfAnotherModel(let sequence, let path, let cachePath):
      "Sequence \(sequence) continues a cache that the model of \(cachePath) made; the model of "
        + "\(path), opened anew, cannot read it. Make the cache with the model that continues it."
    case .sequenceTooLong(let sequence, let length, _, let limit):
      "Sequence \(sequence) has \(length) tokens, but the model's context is \(limit); "
        + "cut it or score it in strides."
    case .tokenOutOfRange(let sequence, let position, let token, let vocabularySize):
      "Token \(token) at position \(position) of sequence \(sequence) is not in the vocabulary "
        + "of \(vocabularySize) tokens; were the ids made with this model's tokenizer?"
    case .chosenTokenOutOfRange(let sequence, let token, let vocabularySize):
      "Token \(token), whose logit is asked for in sequence \(sequence), is not in the vocabulary "
        + "of \(vocabularySize) tokens; were the ids made with this model's tokenizer?"
    case .unknownTap(let name, let available):
      "The model has no tap \"\(name)\"; its taps are \(available.joined(separator: ", "))."
    }
  }
}
