import TensorFiles

extension GGUFTokenizerReader {
  /// What `tokenizer.ggml.pre` stands for.
  private struct ByteLevelKind {
    var preTokenizer: PreTokenizer
    var normalizer: Normalizer?
    var ignoresMerges = false
    var addsBeginning = false

    /// One pattern, then byte level.
    init(_ patterns: TextPattern...) {
      let splits = patterns.map { PreTokenizer.split($0, .isolated, inverted: false) }
      preTokenizer = .sequence(splits + [.byteLevel(addsPrefixSpace: false, splits: false)])
    }

    /// The names that llama.cpp's converter writes.
    init?(name: String) {
      switch name {
      case "default", "gpt-2", "gpt2", "olmo", "mpt": self.init(.gpt2)
      case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone":
        self.init(.numbers(atMost: 1), .gpt2)
      case "llama3", "llama-v3", "llama-bpe", "falcon3":
        self.init(.cl100k(CL100KPattern()))
        ignoresMerges = true
        addsBeginning = true
      case "dbrx", "smaug-bpe", "chatglm-bpe": self.init(.cl100k(CL100KPattern()))
      case "qwen2", "deepseek-r1-qwen", "megrez":
        self.init(.cl100k(CL100KPattern(mostDigits: 1)))
        normalizer = .form(.nfc)
      case "stablelm2": self.init(.cl100k(CL100KPattern(mostDigits: 1)))
      case "gpt-4o", "llama4": self.init(.o200k(O200KPattern()))
      case "tekken":
        self.init(.o200k(O200KPattern(mostDigits: 1, joinsContractions: false)))
        ignoresMerges = true
        addsBeginning = true
      case "deepseek-v3": self.init(.numbers(atMost: 3), .deepSeekHan, .deepSeekWords)
      default: return nil
      }
    }
  }

  /// Byte-level BPE with a list of merges.
  func byteLevelParts() throws(TokenizerError) -> TokenizerParts {
    let name = value("pre")?.string ?? "default"
    guard let kind = ByteLevelKind(name: name) else {
      throw unsupported("pre", "the pre-tokenizer \"\(name)\"")
    }
    let written = try pieces()
    let types = try types(count: written.count)
    let merges = try mergeTable(VocabularyIDs(written))
    var raw = written
    var verbatim = translateToBytes(&raw)
    let added = try addedTokens(written, types)
    verbatim.formUnion(added.map(\.id))
    let vocabulary = Vocabulary(pieces: raw) {
      !raw[$0].isEmpty && !verbatim.contains(Int32($0))
    }
    let model = BytePairModel(
      vocabulary: vocabulary, merges: .table(merges), isByteLevel: true,
      ignoresMerges: kind.ignoresMerges)
    var parts = TokenizerParts(source: source, model: .bytePair(model))
    parts.verbatimPieces = verbatim
    parts.addedTokens = added
    parts.normalizer = kind.normalizer
    parts.preTokenizer = kind.preTokenizer
    parts.decoder = .byteLevel
    try addEnds(to: &parts, addsBeginning: kind.addsBeginning, count: written.count)
    return parts
  }

  private func mergeTable(_ ids: VocabularyIDs) throws(TokenizerError) -> MergeTable {
    guard let merges = value("merges")?.strings else { throw malformed("merges", "is missing") }
    var table = MergeTable(capacity: merges.count)
    for (rank, text) in merges.enumerated() {
      guard let pair = MergePair(text: text) else {
        throw malformed("merges[\(rank)]", "is not a pair of pieces")
      }
      if let problem = pair.add(to: &table, rank: rank, ids) {
        throw malformed("merges[\(rank)]", problem)
      }
    }
    return table
  }

  /// SentencePiece BPE: merges follow from the scores.
  func sentencePieceParts() throws(TokenizerError) -> TokenizerParts {
    let texts = try pieces()
    let types = try types(count: texts.count)
    let space = Array("▁".utf8)
    // The converter writes the spaces of user-defined pieces as they stand in a text.
    let pieces = texts.indices.map {
      types[$0] == .userDefined ? withVisibleSpaces(texts[$0], space) : texts[$0]
    }
    guard let scores = value("scores")?.floats, scores.count == pieces.count else {
      throw malformed("scores", "is not a list of \(pieces.count) numbers")
    }
    let ranks = scores.indices.map { id in
      switch types[id] {
      // SentencePiece finds these before it merges anything.
      case .userDefined: Int32.min
      case .normal, .unused: rank(ofScore: scores[id])
      case .unknown, .control, .byte: Int32.max
      }
    }
    let model = BytePairModel(
      vocabulary: Vocabulary(pieces: pieces) { !pieces[$0].isEmpty }, merges: .scores(ranks),
      isByteLevel: false, hasByteFallback: true,
      unknown: try tokenID("unknown_token_id", count: pieces.count), fusesUnknown: true)
    var parts = TokenizerParts(source: source, model: .bytePair(model))
    // A text can hold user-defined pieces with real spaces and with visible ones.
    parts.addedTokens =
      try addedTokens(pieces, types)
      + addedTokens(texts, types).filter { $0.content != pieces[Int($0.id)] }
    let visible = Normalizer.replace(.literal([0x20]), with: space)
    let hasPrefix = try flag("add_space_prefix", default: true)
    parts.normalizer = hasPrefix ? .sequence([.prepend(space), visible]) : visible
    let steps: [PieceDecoder] = [.replace(.literal(space), with: [0x20]), .byteFallback, .fuse]
    parts.decoder = .sequence(hasPrefix ? steps + [.strip([0x20], start: 1, stop: 0)] : steps)
    try addEnds(to: &parts, addsBeginning: true, count: pieces.count)
    return parts
  }

  private func withVisibleSpaces(_ text: [UInt8], _ space: [UInt8]) -> [UInt8] {
    text.contains(0x20) ? Array(text.map { $0 == 0x20 ? space : [$0] }.joined()) : text
  }

  /// A whole number that grows as the score falls: the order of floating-point bits is that of the
  /// numbers, once negative ones are turned round.
  private func rank(ofScore score: Float) -> Int32 {
    let bits = Int32(bitPattern: (-score).bitPattern)
    return min(bits ^ (bits >> 31 & .max), .max - 1)
  }
}
