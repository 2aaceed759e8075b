/// Text cut into words; the words are ranges of its bytes, in order, not overlapping.
struct CutText {
  var text: AlignedText
  var words: [Range<Int>]

  /// One word, or none for empty text.
  init(_ text: AlignedText) {
    self.text = text
    words = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
  }
}

/// A step that cuts text into words, in which the model then finds its tokens.
enum PreTokenizer: Sendable {
  case split(TextPattern, SplitBehavior, inverted: Bool)
  /// GPT-2's byte level; the words stay plain bytes, the vocabulary is translated instead.
  case byteLevel(addsPrefixSpace: Bool, splits: Bool)
  case metaspace(Metaspace)
  case sequence([PreTokenizer])

  /// Cuts every word further. Cost: linear.
  func apply(to cut: inout CutText) {
    switch self {
    case .split(let pattern, let behavior, let inverted):
      cut.split(pattern, behavior, inverted: inverted)
    case .byteLevel(let addsPrefixSpace, let splits):
      if addsPrefixSpace { cut.prefixWords(with: UInt8(ascii: " ")) }
      if splits { cut.split(.gpt2, .isolated, inverted: false) }
    case .metaspace(let metaspace): metaspace.apply(to: &cut)
    case .sequence(let steps): for step in steps { step.apply(to: &cut) }
    }
  }

  /// Whether the model sees bytes instead of characters.
  var isByteLevel: Bool {
    switch self {
    case .byteLevel: true
    case .sequence(let steps): steps.contains { $0.isByteLevel }
    case .split, .metaspace: false
    }
  }
}

/// What becomes of the text that matches the pattern of a split.
enum SplitBehavior: String, Sendable, CaseIterable {
  /// Dropped.
  case removed = "Removed"
  /// A word of its own.
  case isolated = "Isolated"
  /// The end of the word before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// The start of the word after it.
  case mergedWithNext = "MergedWithNext"
  /// One word together with its neighbours that match too.
  case contiguous = "Contiguous"
}

extension CutText {
  /// Cuts every word at the matches of a pattern.
  mutating func split(_ pattern: TextPattern, _ behavior: SplitBehavior, inverted: Bool) {
    var result: [Range<Int>] = []
    text.bytes.withUnsafeBufferPointer { bytes in
      result.reserveCapacity(max(words.count, bytes.count / 5))
      var matches: [Range<Int>] = []
      for word in words {
        matches.removeAll(keepingCapacity: true)
        pattern.appendMatches(in: bytes, from: word.lowerBound, to: word.upperBound, into: &matches)
        behavior.append(word, cutAt: matches, inverted: inverted, to: &result)
      }
    }
    words = result
  }

  /// Puts a byte in front of every word that does not start with it.
  mutating func prefixWords(with prefix: UInt8) {
    guard words.contains(where: { text.bytes[$0.lowerBound] != prefix }) else { return }
    rewriteWords { bytes, word, editor in
      if bytes[word.lowerBound] != prefix {
        let first = bytes.scalar(at: word.lowerBound).length
        editor.write([prefix], for: word.lowerBound..<word.lowerBound + first)
      }
      editor.copy(word)
    }
  }

  /// Makes the text anew, word after word; what is between words is left out.
  mutating func rewriteWords(_ rewrite: (TextBytes, Range<Int>, inout AlignedText.Editor) -> Void) {
    var editor = AlignedText.Editor(text)
    var result: [Range<Int>] = []
    result.reserveCapacity(words.count)
    text.bytes.withUnsafeBufferPointer { bytes in
      for word in words {
        let start = editor.count
        rewrite(bytes, word, &editor)
        if editor.count > start { result.append(start..<editor.count) }
      }
    }
    text = editor.finish()
    words = result
  }
}

extension SplitBehavior {
  /// Appends what becomes of a word whose matching parts are `matches`.
  func append(
    _ word: Range<Int>, cutAt matches: [Range<Int>], inverted: Bool, to result: inout [Range<Int>]
  ) {
    let first = result.count
    var place = word.lowerBound
    // Whether the part before matched; nil at the start and after a dropped part.
    var previous: Bool?
    func add(_ part: Range<Int>, _ isMatch: Bool) {
      if part.isEmpty { return }
      defer { previous = isMatch }
      let joins =
        switch self {
        case .isolated, .removed: false
        case .contiguous: previous == isMatch
        case .mergedWithPrevious: isMatch && previous == false
        case .mergedWithNext: previous == true && !isMatch
        }
      if self == .removed, isMatch { return }
      if joins, result.count > first {
        result[result.count - 1] = result[result.count - 1].lowerBound..<part.upperBound
      } else {
        result.append(part)
      }
    }
    for match in matches {
      add(place..<match.lowerBound, inverted)
      add(match, !inverted)
      place = match.upperBound
    }
    add(place..<word.upperBound, inverted)
  }
}
