/// A token that is looked for in the text itself, before the model sees it.
struct AddedToken: Sendable, Equatable {
  var id: Int32
  var content: [UInt8]
  /// Whether it is left out by `skipSpecialTokens`.
  var isSpecial = true
  /// Whether it is looked for in the normalised text instead of the original.
  var isNormalized = false
  /// Whether it counts only when no word character touches it.
  var isSingleWord = false
  /// Whether white space before it belongs to it.
  var stripsLeft = false
  /// Whether white space after it belongs to it.
  var stripsRight = false
}

/// Finds added tokens in a text: the leftmost match first, the longest at a place.
struct AddedTokenFinder: Sendable {
  /// A stretch of text: an added token, or what lies between (id nil).
  struct Part {
    let range: Range<Int>
    let id: Int32?
  }

  private let tokens: [AddedToken]
  private var tree = PrefixTree()
  /// Which bytes can start a match.
  private var starts = [Bool](repeating: false, count: 256)

  /// Whether there is nothing to find.
  var isEmpty: Bool { tokens.isEmpty }

  /// `patterns` are the texts to look for, in the order of the tokens.
  init(_ tokens: [AddedToken], patterns: [[UInt8]]) {
    self.tokens = tokens
    for (i, pattern) in patterns.enumerated() {
      guard let first = pattern.first else { continue }
      starts[Int(first)] = true
      pattern.withUnsafeBufferPointer { tree.insert($0, value: Int32(i)) }
    }
  }

  /// The parts of a text, in order, covering it; a special token that touches one of the `plain`
  /// ranges, which rise, is ordinary text. Cost: linear, times the longest token.
  func parts(of bytes: TextBytes, plain: [Range<Int>] = []) -> [Part] {
    var parts: [Part] = []
    var done = 0
    var place = 0
    var rest = plain[...]
    while place < bytes.count {
      guard starts[Int(bytes[place])], let match = longestMatch(in: bytes, at: place) else {
        place += 1
        continue
      }
      while let first = rest.first, first.upperBound <= place { rest.removeFirst() }
      if tokens[match.token].isSpecial, let first = rest.first, first.lowerBound < match.end {
        place += 1
        continue
      }
      let token = tokens[match.token]
      var range = place..<match.end
      place = match.end
      if token.isSingleWord, touchesWord(range, in: bytes) { continue }
      if token.stripsLeft {
        range = max(spacesStart(before: range.lowerBound, in: bytes), done)..<range.upperBound
      }
      if token.stripsRight {
        let end = TextScan(bytes, end: bytes.count).end(of: .space, from: range.upperBound)
        range = range.lowerBound..<end
        place = end
      }
      if done < range.lowerBound { parts.append(Part(range: done..<range.lowerBound, id: nil)) }
      parts.append(Part(range: range, id: token.id))
      done = range.upperBound
    }
    if done < bytes.count { parts.append(Part(range: done..<bytes.count, id: nil)) }
    return parts
  }

  private func longestMatch(in bytes: TextBytes, at start: Int) -> (token: Int, end: Int)? {
    var node = 0
    var place = start
    var found: (token: Int, end: Int)?
    while place < bytes.count, let next = tree.step(from: node, bytes[place]) {
      node = next
      place += 1
      let token = tree.value(at: node)
      if token >= 0 { found = (Int(token), place) }
    }
    return found
  }

  private func touchesWord(_ range: Range<Int>, in bytes: TextBytes) -> Bool {
    if range.lowerBound > 0 {
      let before = bytes.scalarStart(before: range.lowerBound)
      if isWordCharacter(bytes.scalar(at: before).value) { return true }
    }
    return range.upperBound < bytes.count
      && isWordCharacter(bytes.scalar(at: range.upperBound).value)
  }

  private func spacesStart(before end: Int, in bytes: TextBytes) -> Int {
    var start = end
    while start > 0 {
      let before = bytes.scalarStart(before: start)
      guard CharacterClasses.shared[bytes.scalar(at: before).value].isAny(.space) else { break }
      start = before
    }
    return start
  }
}
