/// Where no token of a vocabulary can reach across, because no token has these two characters next
/// to each other.
///
/// SentencePiece models see a whole document as one word. Merges on both sides of a seam cannot
/// touch each other, so the stretches between seams are encoded (and remembered) on their own.
struct Seams: Sendable {
  /// One bit for each hash of a pair; a false "known" only makes a stretch longer.
  private var known: [UInt64]
  private static let bits = 22

  init(_ vocabulary: Vocabulary) {
    known = [UInt64](repeating: 0, count: 1 << (Seams.bits - 6))
    for id in 0..<vocabulary.count {
      vocabulary.withPiece(id) { piece in
        guard let first = piece.first, first < 0x80 || first >= 0xC0 else { return }
        var before: UInt32?
        var place = 0
        while place < piece.count {
          let scalar = piece.scalar(at: place)
          if let before { add(before, scalar.value) }
          before = scalar.value
          place += scalar.length
        }
      }
    }
  }

  @inline(__always)
  private static func bit(_ first: UInt32, _ second: UInt32) -> Int {
    Int(mixed(UInt64(first) << 32 | UInt64(second)) >> UInt64(64 - bits))
  }

  private mutating func add(_ first: UInt32, _ second: UInt32) {
    let bit = Seams.bit(first, second)
    known[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  /// Calls `body` with the stretches of a word from seam to seam.
  func forEachStretch(of word: Range<Int>, in bytes: TextBytes, _ body: (Range<Int>) -> Void) {
    var start = word.lowerBound
    var scalar = bytes.scalar(at: start)
    var place = start + scalar.length
    while place < word.upperBound {
      let next = bytes.scalar(at: place)
      let bit = Seams.bit(scalar.value, next.value)
      if known[bit >> 6] & (1 << UInt64(bit & 63)) == 0 {
        body(start..<place)
        start = place
      }
      scalar = next
      place += next.length
    }
    body(start..<word.upperBound)
  }
}
