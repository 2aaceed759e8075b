public import TensorFiles

extension Tokenizer {
  /// Reads the tokenizer in the metadata of a GGUF file: the kinds `gpt2` (byte-level BPE) and
  /// `llama` (SentencePiece BPE with scores). Throws `TokenizerError`.
  public convenience init(gguf file: GGUFFile) throws {
    self.init(try GGUFTokenizerReader(file).parts())
  }
}

/// The tokenizer keys of a GGUF file.
struct GGUFTokenizerReader {
  /// The kinds of tokens that `tokenizer.ggml.token_type` tells apart.
  enum TokenType: Int32 {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  let source: String
  private let metadata: [String: GGUFValue]

  init(_ file: GGUFFile) {
    source = file.path
    metadata = file.metadata
  }

  func parts() throws(TokenizerError) -> TokenizerParts {
    guard let kind = value("model")?.string else { throw malformed("model", "is missing") }
    switch kind {
    case "gpt2": return try byteLevelParts()
    case "llama": return try sentencePieceParts()
    default: throw unsupported("model", "the kind \"\(kind)\"")
    }
  }

  func value(_ key: String) -> GGUFValue? { metadata["tokenizer.ggml.\(key)"] }

  /// All pieces; each is checked to be valid UTF-8.
  func pieces() throws(TokenizerError) -> [[UInt8]] {
    guard let pieces = value("tokens")?.strings, !pieces.isEmpty else {
      throw malformed("tokens", "is missing or empty")
    }
    guard pieces.count < VocabularyIDs.largest else {
      throw malformed("tokens", "has \(pieces.count) entries")
    }
    for (id, piece) in pieces.enumerated()
    where piece.withUnsafeBufferPointer({ firstInvalidByte(in: $0) }) != nil {
      throw malformed("tokens", "has a piece that is not UTF-8 (id \(id))")
    }
    return pieces
  }

  /// The kinds of all tokens; all normal when the file does not say.
  func types(count: Int) throws(TokenizerError) -> [TokenType] {
    guard let value = value("token_type") else {
      return Array(repeating: .normal, count: count)
    }
    guard let types = value.ints, types.count == count else {
      throw malformed("token_type", "is not a list of \(count) whole numbers")
    }
    return types.map { TokenType(rawValue: $0) ?? .normal }
  }

  /// The tokens that are looked for in texts.
  func addedTokens(
    _ pieces: [[UInt8]], _ types: [TokenType]
  ) throws(TokenizerError) -> [AddedToken] {
    let tokens: [AddedToken] = pieces.indices.compactMap { id in
      switch types[id] {
      case .control, .unknown, .userDefined:
        pieces[id].isEmpty
          ? nil
          : AddedToken(
            id: Int32(id), content: pieces[id], isSpecial: types[id] != .userDefined)
      case .normal, .unused, .byte: nil
      }
    }
    guard tokens.reduce(0, { $0 + $1.content.count }) < PrefixTree.largestTotal / 8 else {
      throw malformed("tokens", "has special pieces of more than 2 MB")
    }
    return tokens
  }

  func flag(_ key: String, default fallback: Bool) throws(TokenizerError) -> Bool {
    guard let value = value(key) else { return fallback }
    guard let flag = value.bool else { throw malformed(key, "is not true or false") }
    return flag
  }

  /// A token id below `count`, nil when the file has none.
  func tokenID(_ key: String, count: Int) throws(TokenizerError) -> Int32? {
    guard let value = value(key) else { return nil }
    guard let id = value.int, (0..<count).contains(id) else {
      throw malformed(key, "is no id of the vocabulary")
    }
    return Int32(id)
  }

  /// Sets the tokens around a text.
  func addEnds(
    to parts: inout TokenizerParts, addsBeginning: Bool, count: Int
  ) throws(TokenizerError) {
    parts.beginningOfText = try tokenID("bos_token_id", count: count)
    parts.endOfText = try tokenID("eos_token_id", count: count)
    if try flag("add_bos_token", default: addsBeginning), let id = parts.beginningOfText {
      parts.postProcessor.prefix = [id]
    }
    if try flag("add_eos_token", default: false), let id = parts.endOfText {
      parts.postProcessor.suffix = [id]
    }
  }

  func malformed(_ key: String, _ problem: String) -> TokenizerError {
    .malformed(source: source, place: "tokenizer.ggml.\(key)", problem: problem)
  }

  func unsupported(_ key: String, _ feature: String) -> TokenizerError {
    .unsupported(source: source, place: "tokenizer.ggml.\(key)", feature: feature)
  }
}
