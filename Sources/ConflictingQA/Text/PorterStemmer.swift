/// Porter's suffix stripping (Program 14, 1980) with the two changes of his own later versions
/// (`-bli` to `-ble`, `-logi` to `-log`).
///
/// NLTK calls this mode `MARTIN_EXTENSIONS`; its default adds exceptions of its own.
public enum PorterStemmer {
  /// The stem of a word in lower case; words of one or two bytes and words with other than ASCII
  /// letters come back as they are.
  public static func stem(_ word: String) -> String {
    var stemming = Stemming(bytes: Array(word.utf8))
    guard stemming.bytes.count > 2, stemming.bytes.allSatisfy({ (97...122).contains($0) }) else {
      return word
    }
    stemming.stripPlural()
    stemming.stripParticiple()
    stemming.turnY()
    stemming.apply(Suffixes.second, measureAbove: 0)
    stemming.apply(Suffixes.third, measureAbove: 0)
    stemming.apply(Suffixes.fourth, measureAbove: 1)
    stemming.stripFinalE()
    stemming.undoubleL()
    return String(decoding: stemming.bytes, as: UTF8.self)
  }
}

/// The suffixes of steps 2 to 4 with what replaces them, longer ones before their own endings.
private enum Suffixes {
  typealias Rule = (suffix: [UInt8], replacement: [UInt8])

  static let second = rules([
    ("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful"),
    ("ousness", "ous"), ("tional", "tion"), ("biliti", "ble"), ("entli", "ent"), ("ousli", "ous"),
    ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("iviti", "ive"), ("enci", "ence"),
    ("anci", "ance"), ("izer", "ize"), ("alli", "al"), ("ator", "ate"), ("logi", "log"),
    ("bli", "ble"), ("eli", "e"),
  ])
  static let third = rules([
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""),
    ("ful", ""),
  ])
  static let fourth = rules(
    [
      "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous",
      "ive", "ize", "ion", "al", "er", "ic", "ou",
    ].map { ($0, "") })

  private static func rules(_ pairs: [(String, String)]) -> [Rule] {
    pairs.map { (Array($0.utf8), Array($1.utf8)) }
  }
}

/// A word on its way to its stem.
private struct Stemming {
  var bytes: [UInt8]

  /// Whether the first `end` letters contain a vowel.
  func hasVowel(_ end: Int) -> Bool { (0..<end).contains { !isConsonant($0) } }

  /// A letter other than a, e, i, o, u, and other than a y after a consonant.
  func isConsonant(_ place: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"):
      false
    case UInt8(ascii: "y"): place == 0 || !isConsonant(place - 1)
    default: true
    }
  }

  /// How often a vowel is followed by a consonant in the first `end` letters: Porter's m.
  func measure(_ end: Int) -> Int {
    var (count, wasVowel) = (0, false)
    for place in 0..<end {
      let isVowel = !isConsonant(place)
      if wasVowel, !isVowel { count += 1 }
      wasVowel = isVowel
    }
    return count
  }

  /// Where the word without `suffix` ends; nil when it does not end so.
  func end(without suffix: [UInt8]) -> Int? {
    bytes.count >= suffix.count && bytes.suffix(suffix.count) == suffix[...]
      ? bytes.count - suffix.count : nil
  }

  func end(without suffix: StaticString) -> Int? {
    end(without: suffix.withUTF8Buffer { Array($0) })
  }

  func endsInDoubleConsonant(_ end: Int) -> Bool {
    end > 1 && bytes[end - 1] == bytes[end - 2] && isConsonant(end - 1)
  }

  /// Consonant, vowel, consonant, the last not w, x or y: Porter's *o.
  func endsInShortSyllable(_ end: Int) -> Bool {
    guard end > 2, isConsonant(end - 3), !isConsonant(end - 2), isConsonant(end - 1) else {
      return false
    }
    return ![UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "y")].contains(bytes[end - 1])
  }

  mutating func cut(_ end: Int) { bytes.removeLast(bytes.count - end) }

  /// Step 1a.
  mutating func stripPlural() {
    guard bytes.last == UInt8(ascii: "s") else { return }
    if end(without: "sses") != nil || end(without: "ies") != nil {
      cut(bytes.count - 2)
    } else if end(without: "ss") == nil {
      bytes.removeLast()
    }
  }

  /// Step 1b.
  mutating func stripParticiple() {
    if let end = end(without: "eed") {
      if measure(end) > 0 { bytes.removeLast() }
      return
    }
    guard let end = end(without: "ed") ?? end(without: "ing"), hasVowel(end) else { return }
    cut(end)
    if self.end(without: "at") != nil || self.end(without: "bl") != nil
      || self.end(without: "iz") != nil
    {
      bytes.append(UInt8(ascii: "e"))
    } else if endsInDoubleConsonant(end) {
      if ![UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "z")].contains(bytes[end - 1]) {
        bytes.removeLast()
      }
    } else if measure(end) == 1, endsInShortSyllable(end) {
      bytes.append(UInt8(ascii: "e"))
    }
  }

  /// Step 1c.
  mutating func turnY() {
    let last = bytes.count - 1
    if bytes[last] == UInt8(ascii: "y"), hasVowel(last) { bytes[last] = UInt8(ascii: "i") }
  }

  /// Steps 2 to 4: the first suffix that fits decides, whether or not its condition holds.
  mutating func apply(_ rules: [Suffixes.Rule], measureAbove least: Int) {
    for rule in rules {
      guard let end = end(without: rule.suffix) else { continue }
      let isIon = rule.suffix == Array("ion".utf8)
      let isAllowed = !isIon || (end > 0 && (bytes[end - 1] == 115 || bytes[end - 1] == 116))
      if isAllowed, measure(end) > least {
        cut(end)
        bytes += rule.replacement
      }
      return
    }
  }

  /// Step 5a.
  mutating func stripFinalE() {
    let end = bytes.count - 1
    guard bytes.last == UInt8(ascii: "e") else { return }
    let measure = measure(end)
    if measure > 1 || (measure == 1 && !endsInShortSyllable(end)) { bytes.removeLast() }
  }

  /// Step 5b.
  mutating func undoubleL() {
    let count = bytes.count
    if bytes.last == UInt8(ascii: "l"), endsInDoubleConsonant(count), measure(count) > 1 {
      bytes.removeLast()
    }
  }
}
