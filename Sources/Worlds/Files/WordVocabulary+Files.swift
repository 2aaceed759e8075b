import TensorFiles
import TextFiles

extension WordVocabulary {
  /// Writes `tokenizer.json` and `tokenizer_config.json`, which transformers open, too.
  ///
  /// - Returns: the path of `tokenizer.json`.
  /// - Throws: `TensorFilesError` when the folder cannot be written.
  @discardableResult
  public func writeTokenizer(to folder: String) throws -> String {
    let path = "\(folder)/tokenizer.json"
    try AtomicFile.write(path: path, text: tokenizer.serialized(pretty: true))
    try AtomicFile.write(
      path: "\(folder)/tokenizer_config.json",
      text: tokenizerConfiguration.serialized(pretty: true) + "\n")
    return path
  }
}
