/// Words and sentences of English text by fixed rules, so that every feature counts the same things.
public enum EnglishText {
  /// The words in their order, as they are written.
  ///
  /// A word is a longest run of letters and digits; an apostrophe, a hyphen, and between digits a
  /// point or a comma join two runs (`don't`, `well-known`, `3.5`). O(length).
  public static func words(_ text: String) -> [Substring] {
    var words: [Substring] = []
    let scalars = text.unicodeScalars
    var start: String.Index?
    var place = scalars.startIndex
    while place < scalars.endIndex {
      let next = scalars.index(after: place)
      let isInside =
        isWordScalar(scalars[place])
        || (start != nil && next < scalars.endIndex
          && joins(
            scalars[place], before: scalars[scalars.index(before: place)], after: scalars[next]))
      if isInside {
        if start == nil { start = place }
      } else if let first = start {
        words.append(text[first..<place])
        start = nil
      }
      place = next
    }
    if let first = start { words.append(text[first...]) }
    return words
  }

  /// The words in lower case.
  public static func lowercasedWords(_ text: String) -> [String] {
    words(text).map { $0.lowercased() }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isASCIIWord(scalar) }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func isASCIIWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  private static func joins(
    _ mark: Unicode.Scalar, before: Unicode.Scalar, after: Unicode.Scalar
  ) -> Bool {
    switch mark {
    case "'", "\u{2019}", "-": isWordScalar(before) && isWordScalar(after)
    case ".", ",": ("0"..."9").contains(before) && ("0"..."9").contains(after)
    default: false
    }
  }
}

extension EnglishText {
  /// Abbreviations whose point ends no sentence, in lower case without it.
  private static let abbreviations: Set<String> = [
    "al", "approx", "ca", "cf", "dr", "e.g", "eg", "etc", "fig", "i.e", "ie", "jr", "mr", "mrs",
    "ms", "no", "nos", "p", "pp", "prof", "sr", "st", "u.k", "u.s", "vol", "vs",
  ]

  /// The sentences in their order, without the blanks between them.
  ///
  /// A sentence ends at a line break, or at `.`, `!` or `?` with any closing quotes and brackets
  /// when a blank and then no lower-case letter follow; a point after a listed abbreviation or a
  /// single capital ends none. O(length).
  public static func sentences(_ text: String) -> [String] {
    var sentences: [String] = []
    let characters = Array(text)
    var (start, place) = (0, 0)
    func close(_ end: Int) {
      let sentence = characters[start..<end].drop(while: \.isWhitespace)
      let trimmed = sentence.reversed().drop(while: \.isWhitespace).reversed()
      if !trimmed.isEmpty { sentences.append(String(trimmed)) }
      start = end
    }
    while place < characters.count {
      var end = place + 1
      if characters[place].isNewline {
        close(end)
      } else if ".!?".contains(characters[place]) {
        while end < characters.count, ".!?\"')]\u{201D}\u{2019}".contains(characters[end]) {
          end += 1
        }
        if isEnd(characters, start, mark: place, end: end) { close(end) }
      }
      place = end
    }
    close(characters.count)
    return sentences
  }

  private static func isEnd(
    _ characters: [Character], _ start: Int, mark: Int, end: Int
  ) -> Bool {
    guard end < characters.count else { return true }
    guard characters[end].isWhitespace else { return false }
    if let next = characters[end...].first(where: { !$0.isWhitespace }), next.isLowercase {
      return false
    }
    guard characters[mark] == "." else { return true }
    let word = characters[start..<mark].reversed().prefix { !$0.isWhitespace && $0 != "(" }
    let last = String(word.reversed())
    if last.count == 1, last.allSatisfy(\.isUppercase), last != "I" { return false }
    return !abbreviations.contains(last.lowercased())
  }
}
