import Foundation
import TensorFiles
import TextFiles

extension Tokenizer {
  /// Reads a tokenizer: a model folder (`tokenizer.json`, or one GGUF file), a `tokenizer.json` or a
  /// GGUF file. Throws `TokenizerError`, or the error of the file reader.
  public static func load(path: String) throws -> Tokenizer {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw TokenizerError.notFound(path: path, reason: "the path does not exist")
    }
    if !isFolder.boolValue { return try load(file: path) }
    let json = "\(path)/tokenizer.json"
    if FileManager.default.fileExists(atPath: json) { return try load(file: json) }
    let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    let models = files.filter { $0.hasSuffix(".gguf") }
    if models.count == 1 { return try load(file: "\(path)/\(models[0])") }
    throw TokenizerError.notFound(path: path, reason: missing(files: files, models: models))
  }

  private static func missing(files: [String], models: [String]) -> String {
    if !models.isEmpty { return "the folder has \(models.count) GGUF files; name one of them" }
    let hasOther = files.contains("tokenizer.model") || files.contains("vocab.json")
    return "the folder has neither tokenizer.json nor a GGUF file" + (hasOther ? "; \(advice)" : "")
  }

  private static let advice =
    "save the tokenizer as tokenizer.json first (transformers: AutoTokenizer.save_pretrained)"

  private static func load(file path: String) throws -> Tokenizer {
    if path.hasSuffix(".gguf") || startsAsGGUF(path) {
      return try Tokenizer(gguf: GGUFFile(path: path))
    }
    if path.hasSuffix(".model") {
      throw TokenizerError.notFound(
        path: path, reason: "SentencePiece files are not read; \(advice)")
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
    let names = SpecialTokenNames(folder: folder)
    return try Tokenizer(
      json: JSONValue.load(path: path), source: path, beginningOfText: names.beginning,
      endOfText: names.end)
  }
}

/// Whether the file begins with the letters of a GGUF file, whatever its name.
private func startsAsGGUF(_ path: String) -> Bool {
  let file = FileHandle(forReadingAtPath: path)
  defer { try? file?.close() }
  return (try? file?.read(upToCount: 4)) == Data("GGUF".utf8)
}

/// The texts of the first and last token of a text, from the files beside a `tokenizer.json`.
private struct SpecialTokenNames {
  private(set) var beginning: String?
  private(set) var end: String?

  init(folder: String) {
    for name in ["tokenizer_config.json", "special_tokens_map.json"] {
      let path = "\(folder)/\(name)"
      guard FileManager.default.fileExists(atPath: path),
        let file = try? JSONValue.load(path: path)
      else { continue }
      beginning = beginning ?? SpecialTokenNames.text(file["bos_token"])
      end = end ?? SpecialTokenNames.text(file["eos_token"])
    }
  }

  /// A token as text or as `{"content": text}`.
  private static func text(_ value: JSONValue?) -> String? {
    value?.string ?? value?["content"]?.string
  }
}
