import TextFiles

/// What a store keeps of a document beside its numbers: one JSON line.
public struct StoredDocument: Sendable, Equatable {
  /// The document's id.
  public let id: String
  /// 1-based row of the input.
  public let row: Int
  /// SHA-256 of the text in UTF-8, or of the token ids as little-endian 32-bit integers.
  public let sha256: String
  /// Number of tokens.
  public let tokens: Int
  /// The text of the last token; nil without a tokenizer or a token.
  public let lastToken: String?

  var json: JSONValue {
    [
      "id": .string(id),
      "row": .integer(Int64(row)),
      "sha256": .string(sha256),
      "tokens": .integer(Int64(tokens)),
      "last_token": lastToken.map(JSONValue.string) ?? .null,
    ]
  }

  init(id: String, row: Int, sha256: String, tokens: Int, lastToken: String?) {
    self.id = id
    self.row = row
    self.sha256 = sha256
    self.tokens = tokens
    self.lastToken = lastToken
  }

  init?(json: JSONValue) {
    guard let id = json["id"]?.string, let row = json["row"]?.int,
      let sha256 = json["sha256"]?.string, let tokens = json["tokens"]?.int, tokens >= 0
    else { return nil }
    self.init(
      id: id, row: row, sha256: sha256, tokens: tokens, lastToken: json["last_token"]?.string)
  }
}
