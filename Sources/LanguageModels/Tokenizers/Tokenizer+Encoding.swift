extension Tokenizer {
  /// The tokens of a text.
  ///
  /// Added and special tokens that stand in the text are always recognised; `addSpecialTokens` says
  /// whether those that belong around a text (beginning, end) are put there.
  /// Cost: about linear, never worse than O(n log n), also for megabytes without a space. Traps on
  /// texts of 2 GB and more.
  ///
  /// - Parameter plain: Rising ranges of bytes that somebody else wrote: what looks like a special
  ///   token there, such as `<|im_end|>` in a web page, is ordinary text.
  public func encode(
    _ text: String, addSpecialTokens: Bool = true, plain: [Range<Int>] = []
  ) -> Encoding {
    var text = text
    return text.withUTF8 { encode(valid: $0, addSpecialTokens: addSpecialTokens, plain: plain) }
  }

  /// Whether something in a text would become a special token.
  public func holdsSpecialTokens(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      originalFinder.parts(of: bytes).contains {
        $0.id.map { addedTokens[$0]?.isSpecial == true } ?? false
      }
    }
  }

  /// The tokens of a text given as bytes; throws `invalidUTF8` with the place of the first bad byte.
  public func encode(
    utf8 bytes: [UInt8], addSpecialTokens: Bool = true
  ) throws(TokenizerError) -> Encoding {
    if let offset = bytes.withUnsafeBufferPointer({ firstInvalidByte(in: $0) }) {
      throw .invalidUTF8(byteOffset: offset)
    }
    return bytes.withUnsafeBufferPointer { encode(valid: $0, addSpecialTokens: addSpecialTokens) }
  }

  private func encode(
    valid bytes: TextBytes, addSpecialTokens: Bool, plain: [Range<Int>] = []
  ) -> Encoding {
    precondition(bytes.count < Int(Int32.max), "a text must be shorter than 2 GB to be tokenized")
    var run = EncodingRun(self, bytes, plain: plain)
    run.encode()
    if parts.postProcessor.trimsSpaces { run.trimSpaces() }
    guard addSpecialTokens else { return run.result }
    let processor = parts.postProcessor
    let end = bytes.count..<bytes.count
    return Encoding(
      ids: processor.prefix + run.result.ids + processor.suffix,
      byteOffsets: Array(repeating: 0..<0, count: processor.prefix.count)
        + run.result.byteOffsets + Array(repeating: end, count: processor.suffix.count))
  }
}

/// One text on its way to tokens, with the scratch space for it.
private struct EncodingRun {
  private let tokenizer: Tokenizer
  private let bytes: TextBytes
  private let plain: [Range<Int>]
  private var cache = WordCache()
  private let work = MergeWork()
  private(set) var result = Encoding()

  init(_ tokenizer: Tokenizer, _ bytes: TextBytes, plain: [Range<Int>]) {
    self.tokenizer = tokenizer
    self.bytes = bytes
    self.plain = plain
    result.ids.reserveCapacity(bytes.count / 3)
    result.byteOffsets.reserveCapacity(bytes.count / 3)
  }

  mutating func encode() {
    for part in tokenizer.originalFinder.parts(of: bytes, plain: plain) {
      if let id = part.id {
        add(id, part.range)
      } else {
        encode(stretch: part.range)
      }
    }
  }

  private mutating func encode(stretch: Range<Int>) {
    var text = AlignedText(TextBytes(rebasing: bytes[stretch]), base: stretch.lowerBound)
    if let normalizer = tokenizer.parts.normalizer { text = normalizer.apply(to: text) }
    if tokenizer.normalizedFinder.isEmpty { return encode(text) }
    let parts = text.bytes.withUnsafeBufferPointer { tokenizer.normalizedFinder.parts(of: $0) }
    for part in parts {
      if let id = part.id {
        add(id, text.original(part.range))
      } else {
        encode(text.slice(part.range))
      }
    }
  }

  private mutating func encode(_ text: AlignedText) {
    var cut = CutText(text)
    tokenizer.parts.preTokenizer?.apply(to: &cut)
    let work = work
    cut.text.bytes.withUnsafeBufferPointer { bytes in
      switch tokenizer.parts.model {
      case .bytePair(let model):
        for word in cut.words {
          model.forEachStretch(of: word, in: bytes) { stretch in
            let text = TextBytes(rebasing: bytes[stretch])
            let found = cache.tokens(of: text) { model.encode(text, into: &$0, with: work) }
            add(found, from: stretch.lowerBound, of: cut.text)
          }
        }
      case .unigram(let model):
        for word in cut.words {
          let text = TextBytes(rebasing: bytes[word])
          let found = cache.tokens(of: text) { model.encode(text, into: &$0) }
          add(found, from: word.lowerBound, of: cut.text)
        }
      case .wordLevel(let model):
        for word in cut.words {
          let text = TextBytes(rebasing: bytes[word])
          let found = cache.tokens(of: text) { model.encode(text, into: &$0) }
          add(found, from: word.lowerBound, of: cut.text)
        }
      }
    }
  }

  private mutating func add(_ id: Int32, _ range: Range<Int>) {
    result.ids.append(id)
    result.byteOffsets.append(range)
  }

  @inline(__always)
  private mutating func add(_ found: Range<Int>, from start: Int, of text: AlignedText) {
    for i in found {
      let token = cache.tokens[i]
      let first = start + Int(token.start)
      add(token.id, text.original(first..<first + Int(token.length)))
    }
  }

  /// Takes the spaces at the ends of tokens out of their ranges, as `tokenizers`' `ByteLevel` does.
  mutating func trimSpaces() {
    let addsPrefix = tokenizer.parts.postProcessor.addsPrefixSpace
    for i in result.ids.indices {
      let piece = tokenizer.bytes(of: result.ids[i])
      let leading = piece.prefix { $0 == 0x20 }.count
      let trailing = piece.reversed().prefix { $0 == 0x20 }.count
      var lower = result.byteOffsets[i].lowerBound
      var upper = result.byteOffsets[i].upperBound
      // One space at the start of the text counts as put there by the tokenizer, and stays.
      let isPrefix = addsPrefix && leading == 1 && (i == 0 || lower == 0)
      for _ in 0..<(isPrefix ? 0 : leading) where lower < upper && bytes[lower] == 0x20 {
        lower += 1
      }
      for _ in 0..<trailing where lower < upper && bytes[upper - 1] == 0x20 { upper -= 1 }
      // Only a space that is not in the text: the token stands for nothing.
      if leading == piece.count { upper = lower }
      result.byteOffsets[i] = lower..<upper
    }
  }
}
