/// The tokens of words that an encoder has seen; local to one call, so it needs no lock.
struct WordCache {
  private struct Entry {
    var hash: UInt64
    var keyStart: Int32
    var keyLength: Int32
    var firstToken: Int32
    /// 0 for a free entry (a word always has a token when it is stored).
    var tokenCount: Int32
  }

  private static let longestWord = 128
  private static let mostWords = 1 << 17
  private static let free = Entry(hash: 0, keyStart: 0, keyLength: 0, firstToken: 0, tokenCount: 0)

  private var entries = [Entry](repeating: free, count: 256)
  private var count = 0
  private var keys: [UInt8] = []
  private(set) var tokens: [WordToken] = []

  /// The tokens of a word as a range of `tokens`: remembered, or made by `encode`, which appends
  /// them to the array it gets.
  @inline(__always)
  mutating func tokens(
    of word: TextBytes, else encode: (inout [WordToken]) -> Void
  ) -> Range<Int> {
    guard word.count <= WordCache.longestWord else {
      return appended(encode)
    }
    let hash = byteHash(word)
    var slot = Int(truncatingIfNeeded: hash) & (entries.count - 1)
    while entries[slot].tokenCount != 0 {
      let entry = entries[slot]
      if entry.hash == hash, isKey(entry, word) {
        return Int(entry.firstToken)..<Int(entry.firstToken + entry.tokenCount)
      }
      slot = (slot + 1) & (entries.count - 1)
    }
    let range = appended(encode)
    if !range.isEmpty, count < WordCache.mostWords {
      entries[slot] = Entry(
        hash: hash, keyStart: Int32(keys.count), keyLength: Int32(word.count),
        firstToken: Int32(range.lowerBound), tokenCount: Int32(range.count))
      keys.append(contentsOf: word)
      count += 1
      if count * 2 > entries.count { grow() }
    }
    return range
  }

  private mutating func appended(_ encode: (inout [WordToken]) -> Void) -> Range<Int> {
    let first = tokens.count
    encode(&tokens)
    return first..<tokens.count
  }

  @inline(__always)
  private func isKey(_ entry: Entry, _ word: TextBytes) -> Bool {
    guard Int(entry.keyLength) == word.count else { return false }
    let start = Int(entry.keyStart)
    for i in 0..<word.count where keys[start + i] != word[i] { return false }
    return true
  }

  private mutating func grow() {
    let old = entries
    entries = [Entry](repeating: WordCache.free, count: old.count * 2)
    for entry in old where entry.tokenCount != 0 {
      var slot = Int(truncatingIfNeeded: entry.hash) & (entries.count - 1)
      while entries[slot].tokenCount != 0 { slot = (slot + 1) & (entries.count - 1) }
      entries[slot] = entry
    }
  }
}
