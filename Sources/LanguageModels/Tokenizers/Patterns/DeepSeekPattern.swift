extension TextScan {
  /// `[一-龥぀-ゟ゠-ヿ]+` (DeepSeek V3).
  func deepSeekHan(at place: Int) -> Int? {
    var stop = place
    while stop < end {
      let scalar = bytes.scalar(at: stop)
      guard (0x4E00...0x9FA5).contains(scalar.value) || (0x3040...0x30FF).contains(scalar.value)
      else { break }
      stop += scalar.length
    }
    return stop > place ? stop : nil
  }

  /// ``[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|``
  /// `` ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`` (DeepSeek V3).
  func deepSeekWords(at place: Int) -> Int? {
    let kind = kind(at: place)
    let next = place + length(at: place)
    if bytes[place] < 0x80, kind.isAny([.punctuation, .symbol]), isASCIILetter(at: next) {
      var stop = next
      while isASCIILetter(at: stop) { stop += 1 }
      return stop
    }
    let word: CharacterClass = [.letter, .mark]
    let sign: CharacterClass = [.punctuation, .symbol]
    if kind.isAny(word) { return end(of: word, from: place) }
    if !kind.isAny(sign), !isNewline(at: place), next < end, self.kind(at: next).isAny(word) {
      return end(of: word, from: next)
    }
    let start = isByte(" ", at: place) ? next : place
    if start < end, self.kind(at: start).isAny(sign) {
      return newlinesEnd(from: end(of: sign, from: start))
    }
    guard kind.isAny(.space) else { return nil }
    return throughNewlines(at: place) ?? trailingSpaces(at: place)
  }

  private func isASCIILetter(at place: Int) -> Bool {
    place < end && (bytes[place] | 0x20) &- UInt8(ascii: "a") < 26
  }
}
