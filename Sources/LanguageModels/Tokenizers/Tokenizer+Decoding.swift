extension Tokenizer {
  /// The text of tokens; bytes that are no valid UTF-8 become U+FFFD.
  ///
  /// Without a normaliser `decode(encode(text))` is the text again for byte-level models and for
  /// models with byte fallback (those that put a space in front take one space away). Ids outside
  /// the vocabulary are left out.
  public func decode(_ ids: [Int32], skipSpecialTokens: Bool = false) -> String {
    String(
      decoding: decoded(ids, skipSpecialTokens: skipSpecialTokens, isLossy: true), as: UTF8.self)
  }

  /// The bytes of tokens, also when they end in the middle of a character.
  public func decodeBytes(_ ids: [Int32], skipSpecialTokens: Bool = false) -> [UInt8] {
    decoded(ids, skipSpecialTokens: skipSpecialTokens, isLossy: false)
  }

  /// A token as the vocabulary writes it, such as "Ġthe", "▁the" or "<0x0A>"; empty for an id that
  /// has no piece.
  public func piece(_ id: Int32) -> String { String(decoding: writtenPiece(id), as: UTF8.self) }

  /// The tokens of a text as the vocabulary writes them; what a unigram model does not know shows as
  /// the stretch of the text itself, as in Hugging Face's `tokens`. `encoding` must be one of `text`.
  public func pieces(of encoding: Encoding, in text: String) -> [String] {
    guard case .unigram(let model) = parts.model, encoding.ids.contains(model.unknown) else {
      return encoding.ids.map { piece($0) }
    }
    let bytes = Array(text.utf8)
    return zip(encoding.ids, encoding.byteOffsets).map { id, range in
      let isStretch = id == model.unknown && !range.isEmpty && range.upperBound <= bytes.count
      return isStretch ? String(decoding: bytes[range], as: UTF8.self) : piece(id)
    }
  }

  /// A token as a person reads it, with real spaces; parts of characters show as U+FFFD.
  public func text(of id: Int32) -> String {
    if parts.model.isByteLevel { return String(decoding: bytes(of: id), as: UTF8.self) }
    let piece = writtenPiece(id)
    if let byte = ByteFallback.byte(of: piece) { return String(decoding: [byte], as: UTF8.self) }
    let spaced = PieceDecoder.replace(.literal(Array("▁".utf8)), with: [0x20])
    return String(decoding: spaced.apply(to: [piece], isLossy: true).joined(), as: UTF8.self)
  }

  /// The id of a piece as the vocabulary writes it, or of an added token's text; nil when there is
  /// none.
  public func id(ofPiece piece: String) -> Int32? {
    let written = Array(piece.utf8)
    if let token = parts.addedTokens.first(where: { $0.content == written }) { return token.id }
    guard parts.model.isByteLevel else { return parts.model.vocabulary.id(of: written) }
    return ByteAlphabet.bytes(of: written).flatMap { parts.model.vocabulary.id(of: $0) }
  }

  /// The bytes of an added token's text or of a piece of the vocabulary (raw, in a byte-level one).
  func bytes(of id: Int32) -> [UInt8] {
    if let token = addedTokens[id] { return token.content }
    guard id >= 0, Int(id) < parts.model.vocabulary.count else { return [] }
    return parts.model.vocabulary[Int(id)]
  }

  private func writtenPiece(_ id: Int32) -> [UInt8] {
    let vocabulary = parts.model.vocabulary
    if parts.model.isByteLevel {
      let isRaw = addedTokens[id] == nil && !parts.verbatimPieces.contains(id)
      return isRaw ? ByteAlphabet.piece(of: bytes(of: id)) : bytes(of: id)
    }
    let isInVocabulary = id >= 0 && Int(id) < vocabulary.count
    return isInVocabulary ? vocabulary[Int(id)] : bytes(of: id)
  }

  private func decoded(_ ids: [Int32], skipSpecialTokens: Bool, isLossy: Bool) -> [UInt8] {
    let kept = ids.filter { id in
      if let token = addedTokens[id] { return !(skipSpecialTokens && token.isSpecial) }
      return id >= 0 && Int(id) < parts.model.vocabulary.count
    }
    guard let decoder = parts.decoder else {
      return Array(kept.map { writtenPiece($0) }.joined(separator: [0x20]))
    }
    if case .byteLevel = decoder, parts.model.isByteLevel {
      return Array(kept.lazy.map { self.bytes(of: $0) }.joined())
    }
    return Array(decoder.apply(to: kept.map { writtenPiece($0) }, isLossy: isLossy).joined())
  }
}
