import Statistics

/// Sketches of texts from which the share of common word triples is estimated (Broder, 1997).
struct MinHash {
  /// Numbers in a sketch; the estimate's standard error is at most 0.5 / sqrt(size), 0.044.
  static let size = 128

  private let multipliers: [UInt64]
  private let offsets: [UInt64]

  init() {
    var generator = RandomGenerator(seed: 0).child("minhash")
    // Odd multipliers make one-to-one maps of 64-bit numbers.
    multipliers = (0..<Self.size).map { _ in generator.next() | 1 }
    offsets = (0..<Self.size).map { _ in generator.next() }
  }

  /// The sketch of a text: case and punctuation do not count. A text of fewer than three words is one
  /// piece.
  func sketch(_ text: String) -> [UInt64] {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    var least = [UInt64](repeating: .max, count: Self.size)
    for start in 0..<max(1, words.count - 2) {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for word in words[start..<min(start + 3, words.count)] {
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0x20) &* 0x100_0000_01B3
      }
      for place in 0..<Self.size {
        var mixed = hash &* multipliers[place] &+ offsets[place]
        mixed = (mixed ^ (mixed >> 32)) &* 0x9E37_79B9_7F4A_7C15
        least[place] = min(least[place], mixed ^ (mixed >> 29))
      }
    }
    return least
  }

  /// The estimated share of common word triples among all of two texts (Jaccard), 0...1.
  static func similarity(_ a: [UInt64], _ b: [UInt64]) -> Double {
    Double(zip(a, b).count { $0 == $1 }) / Double(size)
  }
}
