/// SentencePiece's handling of spaces: each becomes a visible character, a word starts at each.
struct Metaspace: Sendable {
  /// When the visible space is also put in front of the text.
  enum Prefix: String, Sendable, CaseIterable {
    /// Before every stretch of text between added tokens.
    case always
    /// Only at the very start of the text.
    case first
    /// Not at all.
    case never
  }

  let replacement: [UInt8]
  let prefix: Prefix
  /// Whether to cut at the visible spaces.
  let splits: Bool

  func apply(to cut: inout CutText) {
    let isAtStart = cut.text.original(0..<0).lowerBound == 0
    let firstWord = cut.words.first
    cut.rewriteWords { bytes, word, editor in
      let adds =
        switch prefix {
        case .always: true
        case .first: isAtStart && word == firstWord
        case .never: false
        }
      let scan = TextScan(bytes, end: word.upperBound)
      if adds, bytes[word.lowerBound] != 0x20, !scan.has(replacement, at: word.lowerBound) {
        let first = scan.length(at: word.lowerBound)
        editor.write(replacement, for: word.lowerBound..<word.lowerBound + first)
      }
      var copied = word.lowerBound
      for place in word where bytes[place] == 0x20 {
        editor.copy(copied..<place)
        editor.write(replacement, for: place..<place + 1)
        copied = place + 1
      }
      editor.copy(copied..<word.upperBound)
    }
    if splits { cut.split(.literal(replacement), .mergedWithNext, inverted: false) }
  }
}
