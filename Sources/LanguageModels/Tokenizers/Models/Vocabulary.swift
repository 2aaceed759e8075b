/// The pieces of a model by id, and the ids by bytes.
///
/// Pieces are bytes, never `String`: Swift calls composed and decomposed text equal, a vocabulary
/// does not. Finding an id costs O(length).
struct Vocabulary: Sendable {
  private var pool: [UInt8] = []
  /// Where each piece starts in the pool; one more than there are pieces.
  private var offsets: [UInt32] = [0]
  /// Open addressing: upper half of the hash, then id + 1; 0 for free.
  private var slots: [UInt64] = []

  /// The number of ids.
  var count: Int { offsets.count - 1 }

  /// Makes the vocabulary of these pieces; `isFindable` says which ones `id(of:)` knows. When two
  /// ids have the same piece, the last one is found.
  init(pieces: some Collection<[UInt8]>, isFindable: (Int) -> Bool = { _ in true }) {
    offsets.reserveCapacity(pieces.count + 1)
    pool.reserveCapacity(pieces.count * 8)
    for piece in pieces {
      pool.append(contentsOf: piece)
      offsets.append(UInt32(pool.count))
    }
    slots = [UInt64](repeating: 0, count: powerOfTwo(atLeast: max(16, count * 2)))
    for id in 0..<count where isFindable(id) { insert(id) }
  }

  private mutating func insert(_ id: Int) {
    let (hash, found) = withPiece(id) { piece in
      let hash = byteHash(piece)
      return (hash, slot(of: piece, hash: hash))
    }
    slots[found] = (hash & ~0xFFFF_FFFF) | UInt64(id + 1)
  }

  /// The slot that holds the piece, or the free one where it belongs.
  @inline(__always)
  private func slot(of piece: TextBytes, hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32, isPiece(Int(slots[slot] & 0xFFFF_FFFF) - 1, piece) {
        break
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  @inline(__always)
  private func isPiece(_ id: Int, _ bytes: TextBytes) -> Bool {
    let start = Int(offsets[id])
    guard Int(offsets[id + 1]) - start == bytes.count else { return false }
    for i in 0..<bytes.count where pool[start + i] != bytes[i] { return false }
    return true
  }

  /// The id of a piece, or nil.
  @inline(__always)
  func id(of piece: TextBytes) -> Int32? {
    let found = slots[slot(of: piece, hash: byteHash(piece))]
    return found == 0 ? nil : Int32(truncatingIfNeeded: (found & 0xFFFF_FFFF) - 1)
  }

  /// The id of a piece, or nil.
  func id(of piece: [UInt8]) -> Int32? { piece.withUnsafeBufferPointer { id(of: $0) } }

  /// The bytes of a piece.
  subscript(id: Int) -> [UInt8] { Array(pool[Int(offsets[id])..<Int(offsets[id + 1])]) }

  /// Calls `body` with the bytes of a piece, without a copy.
  @inline(__always)
  func withPiece<Result>(_ id: Int, _ body: (TextBytes) -> Result) -> Result {
    pool.withUnsafeBufferPointer { pool in
      body(TextBytes(rebasing: pool[Int(offsets[id])..<Int(offsets[id + 1])]))
    }
  }
}
