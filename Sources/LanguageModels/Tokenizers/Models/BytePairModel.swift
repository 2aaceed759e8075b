/// Byte pair encoding: a word starts as its bytes or characters, and the neighbours with the lowest
/// merge rank join until none can (Sennrich et al. 2016).
///
/// Immutable. A class, so that using it for a word counts one reference and not one for each table.
final class BytePairModel: Sendable {
  /// Where merges come from.
  enum Merges: Sendable {
    /// A list of pairs in the order of their rank.
    case table(MergeTable)
    /// SentencePiece in GGUF: two tokens join when their text is a token; the values are the ranks of
    /// all tokens by score, `Int32.max` for tokens that are never made.
    case scores([Int32])
  }

  let vocabulary: Vocabulary
  let merges: Merges
  /// Whether words start as bytes; otherwise as characters.
  let isByteLevel: Bool
  /// The token of what has none, or nil to leave it out.
  let unknown: Int32?
  /// Whether neighbouring unknown characters become one token.
  let fusesUnknown: Bool
  /// Whether a word that is a token is taken as it is.
  let ignoresMerges: Bool
  /// The token of every byte (as fallback when words start as characters); -1 where there is none.
  private let byteTokens: [Int32]
  private let hasFallback: Bool
  private let seams: Seams?

  init(
    vocabulary: Vocabulary, merges: Merges, isByteLevel: Bool, hasByteFallback: Bool = false,
    unknown: Int32? = nil, fusesUnknown: Bool = false, ignoresMerges: Bool = false
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.isByteLevel = isByteLevel
    self.unknown = unknown
    self.fusesUnknown = fusesUnknown
    self.ignoresMerges = ignoresMerges
    let byteTokens = (0...255).map { byte in
      let piece = isByteLevel ? [UInt8(byte)] : ByteFallback.piece(of: UInt8(byte))
      return vocabulary.id(of: piece) ?? -1
    }
    self.byteTokens = byteTokens
    hasFallback = !isByteLevel && hasByteFallback
    // With a token for every byte nothing is unknown, and stretches can be told apart safely.
    seams = hasFallback && !byteTokens.contains(-1) ? Seams(vocabulary) : nil
  }

  /// Calls `body` with the stretches of a word that have their tokens independently of each other.
  func forEachStretch(of word: Range<Int>, in bytes: TextBytes, _ body: (Range<Int>) -> Void) {
    guard let seams, !ignoresMerges, word.count > 16 else { return body(word) }
    seams.forEachStretch(of: word, in: bytes, body)
  }

  /// Appends the tokens of a word. Cost: O(n log n) for n bytes. Words of up to `fewSymbols` symbols
  /// are merged by the simple loop.
  func encode(
    _ word: TextBytes, into tokens: inout [WordToken], with work: MergeWork,
    fewSymbols: Int = MergeWork.fewSymbols
  ) {
    if ignoresMerges, let id = vocabulary.id(of: word) {
      tokens.append(WordToken(id: id, start: 0, length: Int32(word.count)))
      return
    }
    work.start(capacity: word.count)
    if isByteLevel {
      startWithBytes(word, work)
    } else {
      startWithCharacters(word, work)
    }
    if work.count > 1 {
      if work.count <= fewSymbols {
        mergeFew(word, work)
      } else {
        mergeMany(word, work)
      }
    }
    work.appendTokens(to: &tokens)
  }

  private func startWithBytes(_ word: TextBytes, _ work: MergeWork) {
    for place in word.indices {
      let id = byteTokens[Int(word[place])]
      if id >= 0 {
        work.add(id, start: place, length: 1)
      } else {
        addUnknown(start: place, length: 1, to: work)
      }
    }
  }

  private func startWithCharacters(_ word: TextBytes, _ work: MergeWork) {
    let scan = TextScan(word, end: word.count)
    var place = 0
    while place < word.count {
      let length = scan.length(at: place)
      if let id = vocabulary.id(of: TextBytes(rebasing: word[place..<place + length])) {
        work.add(id, start: place, length: length)
      } else if hasFallback,
        (place..<place + length).allSatisfy({ byteTokens[Int(word[$0])] >= 0 })
      {
        for i in place..<place + length {
          work.add(byteTokens[Int(word[i])], start: i, length: 1)
        }
      } else {
        addUnknown(start: place, length: length, to: work)
      }
      place += length
    }
  }

  private func addUnknown(start: Int, length: Int, to work: MergeWork) {
    guard let unknown else { return }
    if !fusesUnknown || !work.extendLast(ifUnknown: unknown, to: start + length) {
      work.add(unknown, start: start, length: length)
    }
  }

  /// The merge of two symbols of a word, or nil.
  @inline(__always)
  func merge(_ left: Symbol, _ right: Symbol, of word: TextBytes) -> Merge? {
    switch merges {
    case .table(let table): return table.merge(left.id, right.id)
    case .scores(let ranks):
      let text = TextBytes(rebasing: word[Int(left.start)..<Int(right.end)])
      guard let id = vocabulary.id(of: text) else { return nil }
      return Merge(rank: ranks[Int(id)], token: id)
    }
  }
}
