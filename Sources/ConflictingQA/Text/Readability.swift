/// How hard a text is to read, and how varied its words are.
public enum Readability {
  /// Syllables of an English word by rule: groups of vowels (a, e, i, o, u, y), less one for a
  /// silent ending (`-e` but not `-le` after a consonant; `-es` and `-ed` unless s, x, z, c, g, h
  /// or t, d stand before), at least one. A word with digits counts one a digit.
  public static func syllables(_ word: some StringProtocol) -> Int {
    let letters = Array(word.lowercased().unicodeScalars).filter { $0 != "'" && $0 != "\u{2019}" }
    let digits = letters.count { ("0"..."9").contains($0) }
    if digits > 0 { return digits }
    func isVowel(_ scalar: Unicode.Scalar) -> Bool { "aeiouy".unicodeScalars.contains(scalar) }
    var (groups, wasVowel) = (0, false)
    for scalar in letters {
      let vowel = isVowel(scalar)
      if vowel, !wasVowel { groups += 1 }
      wasVowel = vowel
    }
    return max(1, groups - (hasSilentEnding(letters, isVowel) ? 1 : 0))
  }

  private static func hasSilentEnding(
    _ letters: [Unicode.Scalar], _ isVowel: (Unicode.Scalar) -> Bool
  ) -> Bool {
    let count = letters.count
    guard count > 2 else { return false }
    func ends(_ letter: Unicode.Scalar, before: String) -> Bool {
      letters[count - 1] == letter && letters[count - 2] == "e" && !isVowel(letters[count - 3])
        && !before.unicodeScalars.contains(letters[count - 3])
    }
    if letters[count - 1] == "e" {
      let isLE = letters[count - 2] == "l" && !isVowel(letters[count - 3])
      return !isVowel(letters[count - 2]) && !isLE
    }
    return ends("s", before: "sxzcgh") || ends("d", before: "td")
  }

  /// Flesch-Kincaid grade: 0.39 words / sentences + 11.8 syllables / words - 15.59 (Kincaid et al.
  /// 1975), US school years; NaN without words.
  public static func grade(_ text: String) -> Double {
    let words = EnglishText.words(text)
    guard !words.isEmpty else { return .nan }
    let sentences = max(1, EnglishText.sentences(text).count)
    let syllables = words.reduce(0) { $0 + Self.syllables($1) }
    return 0.39 * Double(words.count) / Double(sentences)
      + 11.8 * Double(syllables) / Double(words.count) - 15.59
  }

  /// Measure of textual lexical diversity (McCarthy and Jarvis 2010): the mean number of words in a
  /// row that keep types / tokens above `threshold`, the mean of reading forwards and backwards.
  ///
  /// Words are compared in lower case. NaN without words; hardly depends on length from about 50
  /// words on. When no factor is completed and every word is new, it is the number of words.
  public static func lexicalDiversity(_ words: [String], threshold: Double = 0.72) -> Double {
    guard !words.isEmpty else { return .nan }
    return (factorLength(words, threshold) + factorLength(words.reversed(), threshold)) / 2
  }

  private static func factorLength(_ words: [String], _ threshold: Double) -> Double {
    var (factors, tokens, types) = (0.0, 0, Set<String>())
    for word in words {
      tokens += 1
      types.insert(word)
      if Double(types.count) / Double(tokens) <= threshold {
        factors += 1
        (tokens, types) = (0, [])
      }
    }
    if tokens > 0 {
      // What is left over counts as the part of a factor by which its ratio has fallen.
      factors += (1 - Double(types.count) / Double(tokens)) / (1 - threshold)
    }
    return factors > 0 ? Double(words.count) / factors : Double(words.count)
  }
}
