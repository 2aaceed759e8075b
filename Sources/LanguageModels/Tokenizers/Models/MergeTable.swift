/// What two neighbouring tokens become, and how early; a lower rank goes first.
struct Merge: Sendable, Equatable {
  let rank: Int32
  let token: Int32
}

/// The merges of a byte pair encoding by the pair of tokens (open addressing).
struct MergeTable: Sendable {
  private struct Slot {
    var pair: UInt64
    var merge: Merge
  }

  private static let free = UInt64.max
  private var slots: [Slot]
  private var count = 0

  init(capacity: Int) {
    let empty = Slot(pair: MergeTable.free, merge: Merge(rank: 0, token: 0))
    slots = [Slot](repeating: empty, count: powerOfTwo(atLeast: max(16, capacity * 2)))
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private func slot(_ pair: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: mixed(pair)) & (slots.count - 1)
    while slots[slot].pair != pair, slots[slot].pair != MergeTable.free {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// Sets a merge; a repeated pair keeps the last one, as `tokenizers` does. Traps when more pairs
  /// are set than the capacity.
  mutating func set(_ left: Int32, _ right: Int32, to merge: Merge) {
    let pair = MergeTable.key(left, right)
    let slot = slot(pair)
    if slots[slot].pair == MergeTable.free {
      count += 1
      precondition(count < slots.count, "a merge table was made too small")
    }
    slots[slot] = Slot(pair: pair, merge: merge)
  }

  /// The merge of a pair, or nil.
  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> Merge? {
    let found = slots[slot(MergeTable.key(left, right))]
    return found.pair == MergeTable.free ? nil : found.merge
  }
}
