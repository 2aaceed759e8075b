public import TextFiles

extension Tokenizer {
  /// Reads the contents of a `tokenizer.json`.
  ///
  /// `source` names the file in messages. `beginningOfText` and `endOfText` are the texts of those
  /// tokens where they are known from other files; otherwise they are taken from the template that
  /// adds special tokens. Throws `TokenizerError`.
  public convenience init(
    json: JSONValue, source: String = "tokenizer.json", beginningOfText: String? = nil,
    endOfText: String? = nil
  ) throws {
    let root = ConfigurationField(value: json, place: "the file", source: source)
    guard json.object != nil else { throw root.malformed("is not a JSON object") }
    var parts = try root.tokenizerParts()
    parts.beginningOfText = parts.id(ofToken: beginningOfText)
    parts.endOfText = parts.id(ofToken: endOfText)
    self.init(parts)
  }
}

extension TokenizerParts {
  /// The id of an added token or a piece by its text.
  func id(ofToken text: String?) -> Int32? {
    guard let text else { return nil }
    let content = Array(text.utf8)
    return addedTokens.first { $0.content == content }?.id ?? model.vocabulary.id(of: content)
  }
}

extension ConfigurationField {
  fileprivate func tokenizerParts() throws(TokenizerError) -> TokenizerParts {
    let normalizer = try at("normalizer") { field throws(TokenizerError) in
      try field.normalizer()
    }
    let preTokenizer = try at("pre_tokenizer") { field throws(TokenizerError) in
      try field.preTokenizer()
    }
    let decoder = try at("decoder") { field throws(TokenizerError) in try field.decoder() }
    let isByteLevel = preTokenizer?.isByteLevel ?? false
    let read = try named("model").tokenModel(isByteLevel: isByteLevel)
    var parts = TokenizerParts(source: source, model: read.model)
    parts.verbatimPieces = read.verbatim
    parts.normalizer = normalizer
    parts.preTokenizer = preTokenizer
    parts.decoder = decoder
    if value["added_tokens"]?.isNull == false {
      for token in try named("added_tokens").elements() {
        let added = try token.addedToken(ids: read.ids)
        if !added.content.isEmpty { parts.addedTokens.append(added) }
      }
      guard parts.addedTokens.reduce(0, { $0 + $1.content.count }) < PrefixTree.largestTotal / 8
      else { throw try named("added_tokens").malformed("has texts of more than 2 MB") }
    }
    if let field = try at("post_processor", { $0 }) {
      try field.addPostProcessor(to: &parts.postProcessor)
      let largest = parts.addedTokens.map { Int($0.id) }.max() ?? 0
      let count = max(parts.model.vocabulary.count, largest + 1)
      let processor = parts.postProcessor
      if let id = (processor.prefix + processor.suffix).first(where: { Int($0) >= count }) {
        throw field.malformed("adds the token \(id), which the vocabulary lacks")
      }
    }
    return parts
  }

  /// A member of the file that must be there, named without "the file.".
  private func named(_ key: String) throws(TokenizerError) -> ConfigurationField {
    ConfigurationField(value: try required(key).value, place: "\"\(key)\"", source: source)
  }

  private func at<Result>(
    _ key: String, _ read: (ConfigurationField) throws(TokenizerError) -> Result
  ) throws(TokenizerError) -> Result? {
    self[key] == nil ? nil : try read(named(key))
  }

  /// The model's vocabulary wins over the id that stands beside an added token, as in `tokenizers`.
  private func addedToken(ids: VocabularyIDs) throws(TokenizerError) -> AddedToken {
    let content = Array(try required("content").string().utf8)
    let given = try required("id").tokenID()
    guard given < VocabularyIDs.largest else { throw malformed("has the id \(given)") }
    return AddedToken(
      id: ids.id(of: content) ?? given, content: content, isSpecial: try flag("special"),
      isNormalized: try flag("normalized"), isSingleWord: try flag("single_word"),
      stripsLeft: try flag("lstrip"), stripsRight: try flag("rstrip"))
  }
}
