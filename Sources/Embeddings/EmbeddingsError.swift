/// What the scorer and the store cannot do with their input; the description is for the user.
public enum EmbeddingsError: Error, Equatable, CustomStringConvertible {
  /// A row of the input is not a document.
  case badDocument(path: String, row: Int, problem: String)
  /// The input has no document.
  case noDocuments(path: String)
  /// Text was given but the model has no tokenizer.
  case noTokenizer(model: String)
  /// A token id is outside the model's vocabulary.
  case tokenOutsideVocabulary(document: String, token: Int32, vocabulary: Int)
  /// The model gave NaN or infinity at a position.
  case notFinite(document: String, position: Int)
  /// A setting does not fit the model or the other settings.
  case badSetting(String)
  /// The store's folder holds something else, or a run with other settings.
  case storeMismatch(path: String, problem: String)
  /// A file of the store is missing, damaged or not a store.
  case badStore(path: String, problem: String)
  /// The store lacks what was asked for.
  case notInStore(path: String, what: String, available: [String])

  /// The sentence that the user reads.
  public var description: String {
    switch self {
    case .badDocument(let path, let row, let problem):
      "\(path), row \(row): \(problem)."
    case .noDocuments(let path):
      "\(path) holds no document."
    case .noTokenizer(let model):
      "\(model) has no tokenizer: give token ids (\"tokens\": [...]) instead of text."
    case .tokenOutsideVocabulary(let document, let token, let vocabulary):
      "Document \(document) holds token \(token), but the model's vocabulary ends at \(vocabulary - 1)."
    case .notFinite(let document, let position):
      "The model gives values that are not finite for document \(document), position \(position): "
        + "its weights are damaged, or overflow."
    case .badSetting(let sentence):
      sentence
    case .storeMismatch(let path, let problem):
      "\(path) cannot be continued: \(problem). Choose another folder or remove this one."
    case .badStore(let path, let problem):
      "\(path) is not a usable store: \(problem)."
    case .notInStore(let path, let what, let available):
      "\(path) holds no \(what); it holds \(available.joined(separator: ", "))."
    }
  }
}
