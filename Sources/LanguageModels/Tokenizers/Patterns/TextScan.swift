/// Steps over the characters of valid UTF-8, as scanners for word patterns need them.
struct TextScan {
  let bytes: TextBytes
  /// Where the text ends for this scan.
  let end: Int
  private let classes = CharacterClasses.shared

  init(_ bytes: TextBytes, end: Int) {
    self.bytes = bytes
    self.end = end
  }

  /// The class of the character at a place before the end.
  @inline(__always)
  func kind(at place: Int) -> CharacterClass {
    let first = bytes[place]
    return first < 0x80 ? classes[UInt32(first)] : classes[bytes.scalar(at: place).value]
  }

  /// The number of bytes of the character at a place before the end.
  @inline(__always)
  func length(at place: Int) -> Int {
    let first = bytes[place]
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }

  /// Whether there is a character and it is this ASCII character.
  @inline(__always)
  func isByte(_ byte: Unicode.Scalar, at place: Int) -> Bool {
    place < end && bytes[place] == UInt8(ascii: byte)
  }

  /// Whether the character at a place before the end is a carriage return or a line feed.
  @inline(__always)
  func isNewline(at place: Int) -> Bool { bytes[place] == 0x0A || bytes[place] == 0x0D }

  /// The end of the run of characters of these classes; `place` itself when there is none.
  @inline(__always)
  func end(of classes: CharacterClass, from place: Int) -> Int {
    var place = place
    while place < end, kind(at: place).isAny(classes) { place += length(at: place) }
    return place
  }

  /// The end of at most `most` characters of these classes.
  @inline(__always)
  func end(of classes: CharacterClass, from place: Int, atMost most: Int) -> Int {
    var place = place
    var count = 0
    while place < end, count < most, kind(at: place).isAny(classes) {
      place += length(at: place)
      count += 1
    }
    return place
  }

  /// The end of the run of characters of none of these classes.
  @inline(__always)
  func end(ofNone classes: CharacterClass, from place: Int) -> Int {
    var place = place
    while place < end, !kind(at: place).isAny(classes) { place += length(at: place) }
    return place
  }

  /// The end of the run of line ends, and of slashes if asked for.
  @inline(__always)
  func newlinesEnd(from place: Int, orSlashes: Bool = false) -> Int {
    var place = place
    while place < end, isNewline(at: place) || (orSlashes && bytes[place] == UInt8(ascii: "/")) {
      place += 1
    }
    return place
  }

  /// Whether the text goes on with these bytes.
  @inline(__always)
  func has(_ text: [UInt8], at place: Int) -> Bool {
    guard let first = text.first, place + text.count <= end, bytes[place] == first else {
      return false
    }
    for i in 1..<max(text.count, 1) where bytes[place + i] != text[i] { return false }
    return true
  }

  func asciiDigits(from place: Int, atMost most: Int) -> Int {
    var stop = place
    while stop < end, stop - place < most, bytes[stop] &- UInt8(ascii: "0") < 10 { stop += 1 }
    return stop
  }
}

extension TextScan {
  /// `\s+(?!\S)|\s+` at white space: all of it at the end of the text, otherwise all but its last
  /// character (which belongs to the word that follows), at least one.
  @inline(__always)
  func trailingSpaces(at place: Int) -> Int {
    let stop = end(of: .space, from: place)
    if stop == end { return stop }
    let last = bytes.scalarStart(before: stop)
    return last > place ? last : stop
  }

  /// `\s*[\r\n]+` at white space: to the last line end of the run, nil when it has none.
  @inline(__always)
  func throughNewlines(at place: Int) -> Int? {
    var stop = place
    var last: Int?
    while stop < end, kind(at: stop).isAny(.space) {
      if isNewline(at: stop) { last = stop + 1 }
      stop += length(at: stop)
    }
    return last
  }

  /// The end of an English contraction at an apostrophe (`'s`, `'t`, `'re`, `'ve`, `'m`, `'ll`,
  /// `'d`), or nil. Folding accepts upper case too, and the long s as the regex engines do.
  @inline(__always)
  func contraction(at place: Int, folding: Bool) -> Int? {
    guard isByte("'", at: place), place + 1 < end else { return nil }
    let mask: UInt8 = folding ? 0x20 : 0
    switch bytes[place + 1] | mask {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
      return place + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return place + 2 < end && bytes[place + 2] | mask == UInt8(ascii: "e") ? place + 3 : nil
    case UInt8(ascii: "l"):
      return place + 2 < end && bytes[place + 2] | mask == UInt8(ascii: "l") ? place + 3 : nil
    default:
      return folding && has([0xC5, 0xBF], at: place + 1) ? place + 3 : nil
    }
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+` (GPT-2).
  @inline(__always)
  func gpt2(at place: Int) -> Int {
    if let stop = contraction(at: place, folding: false) { return stop }
    var start = place
    if bytes[place] == UInt8(ascii: " "), place + 1 < end, !kind(at: place + 1).isAny(.space) {
      start += 1
    }
    let kind = kind(at: start)
    if kind.isAny(.letter) { return end(of: .letter, from: start) }
    if kind.isAny(.number) { return end(of: .number, from: start) }
    if kind.isAny(.space) { return trailingSpaces(at: place) }
    return end(ofNone: [.letter, .number, .space], from: start)
  }
}
