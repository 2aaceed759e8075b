import Batches
import Embeddings
import Foundation
import LanguageModels
import TensorFiles
import TextFiles

/// The tokens of the documents that a planned step reads.
struct TokenEstimate {
  /// Tokens of the step's documents, each counted once.
  let count: Int
  /// Whether every token was counted; otherwise part of the text, or its bytes, stand for the whole.
  let isExact: Bool

  /// Such as `12345`, or `about 12000`.
  var text: String { isExact ? "\(count)" : "about \(count)" }

  /// Options that name a file of documents, and those that name the model that reads them.
  private static let documents = ["input", "data"]
  private static let models = ["model", "small"]
  /// Bytes of text that are cut into tokens; the rest is taken to be like them.
  private static let sampledBytes = 1 << 20
  /// What a token takes where no tokenizer is known; English prose in common vocabularies.
  private static let bytesPerToken = 4.0

  /// Reads the documents of a step; nil when it reads none, or they have yet to be made.
  init?(_ arguments: [String]) {
    func value(_ names: [String]) -> String? {
      names.lazy.compactMap { name in
        arguments.firstIndex(of: "--\(name)").map { arguments.index(after: $0) }
      }.first { arguments.indices.contains($0) }.map { arguments[$0] }
    }
    guard let path = value(Self.documents), let file = try? MappedFile(path: path) else {
      return nil
    }
    let tokenizer = value(Self.models).flatMap { try? ModelLibrary.resolve($0) }
      .flatMap { try? Tokenizer.load(path: $0) }
    let counted = try? Self.counted(
      path, column: value(["text-column"]) ?? "text",
      limit: value(["limit"]).flatMap { Int($0) } ?? .max, tokenizer)
    // What is not a file of documents is taken for text as a whole.
    (count, isExact) = counted ?? (Self.tokens(inBytes: file.count), false)
  }

  /// Counts the tokens of documents, or of the first ones and takes the others to be like them; nil
  /// when there are none.
  private static func counted(
    _ path: String, column: String, limit: Int, _ tokenizer: Tokenizer?
  ) throws -> (Int, Bool)? {
    var reader = try DocumentReader(path: path, columns: .init(text: column))
    var (documents, bytes, tokens, isExact) = (0, 0, 0, true)
    while documents < limit, bytes < sampledBytes, let document = try reader.next() {
      documents += 1
      switch document.content {
      case .tokens(let ids): tokens += ids.count
      case .text(let text):
        bytes += text.utf8.count
        isExact = isExact && tokenizer != nil
        tokens += tokenizer?.encode(text).ids.count ?? Self.tokens(inBytes: text.utf8.count)
      }
    }
    guard documents > 0 else { return nil }
    guard bytes >= sampledBytes else { return (tokens, isExact) }
    let all = min(
      limit, try DocumentReader.count(path: path, columns: .init(text: column)))
    return (Int(Double(tokens) * Double(all) / Double(documents)), isExact && all == documents)
  }

  private static func tokens(inBytes bytes: Int) -> Int { Int(Double(bytes) / bytesPerToken) }
}
