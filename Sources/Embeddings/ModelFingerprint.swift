import Foundation
public import LanguageModels
import TensorFiles

extension LanguageModel {
  /// SHA-256 that identifies the model: over the GGUF file, or over the names and SHA-256 of a
  /// folder's weights, configuration and tokenizer in alphabetical order. Reads every byte.
  ///
  /// - Throws: `TensorFilesError` when a file cannot be read.
  public func fingerprint() throws -> String {
    let companions = ["config.json", "tokenizer.json"].map { "\(path)/\($0)" }
      .filter { FileManager.default.fileExists(atPath: $0) }
    let files = (weightsPaths + companions).sorted()
    if files.count == 1 { return try ContentHash.sha256(file: files[0]) }
    let lines = try files.map { path in
      "\(try ContentHash.sha256(file: path))  \(path.split(separator: "/").last ?? "")\n"
    }
    return ContentHash.sha256(Array(lines.joined().utf8))
  }

  /// The name of the model's file or folder. A folder that holds one model file lends its name.
  public var name: String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard let last = parts.last else { return path }
    return last == "model.gguf" && parts.count > 1 ? String(parts[parts.count - 2]) : String(last)
  }
}

extension Document.Content {
  /// SHA-256 of the text in UTF-8, or of the token ids as little-endian 32-bit integers.
  public var sha256: String {
    switch self {
    case .text(let text):
      ContentHash.sha256(Array(text.utf8))
    case .tokens(let ids):
      ContentHash.sha256(ids.flatMap { id in withUnsafeBytes(of: id.littleEndian, Array.init) })
    }
  }
}
