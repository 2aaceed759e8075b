/// A token of a word with its bytes, counted from the start of the word.
struct WordToken: Sendable, Equatable {
  let id: Int32
  let start: Int32
  let length: Int32
}

/// A part of a word during merging.
struct Symbol {
  var id: Int32
  var start: Int32
  var end: Int32
}

/// Scratch space for the merging of words; one for each running encoder, never shared.
final class MergeWork {
  /// Up to this many symbols are merged by looking at all of them.
  static let fewSymbols = 48

  private(set) var symbols: [Symbol] = []
  /// The merge of every symbol with the one after it; `none` as rank when they have none.
  fileprivate var pending: [Merge] = []
  fileprivate var next: [Int32] = []
  fileprivate var previous: [Int32] = []
  fileprivate var heap = MergeHeap()

  fileprivate static let none = Merge(rank: .max, token: -1)

  /// The number of symbols.
  var count: Int { symbols.count }

  func start(capacity: Int) {
    symbols.removeAll(keepingCapacity: true)
    symbols.reserveCapacity(capacity)
  }

  @inline(__always)
  func add(_ id: Int32, start: Int, length: Int) {
    symbols.append(Symbol(id: id, start: Int32(start), end: Int32(start + length)))
  }

  /// Lets the last symbol reach to `end` if it is the unknown token.
  func extendLast(ifUnknown unknown: Int32, to end: Int) -> Bool {
    guard let last = symbols.last, last.id == unknown else { return false }
    symbols[symbols.count - 1].end = Int32(end)
    return true
  }

  func appendTokens(to tokens: inout [WordToken]) {
    for symbol in symbols {
      tokens.append(
        WordToken(id: symbol.id, start: symbol.start, length: symbol.end - symbol.start))
    }
  }
}

extension BytePairModel {
  /// Merges a short word: O(n^2) steps of a few nanoseconds, faster than a queue for real words.
  func mergeFew(_ word: TextBytes, _ work: MergeWork) {
    work.pending.removeAll(keepingCapacity: true)
    for i in 1..<work.count {
      work.pending.append(
        merge(work.symbols[i - 1], work.symbols[i], of: word) ?? MergeWork.none)
    }
    work.withSymbolsAndPending { symbols, pending, count in
      while count > 1 {
        var best = 0
        for i in 1..<max(count - 1, 1) where pending[i].rank < pending[best].rank { best = i }
        if pending[best].rank == .max { break }
        symbols[best].id = pending[best].token
        symbols[best].end = symbols[best + 1].end
        count -= 1
        for i in best + 1..<max(count, best + 1) { symbols[i] = symbols[i + 1] }
        for i in best..<max(count - 1, best) { pending[i] = pending[i + 1] }
        if best + 1 < count {
          pending[best] = merge(symbols[best], symbols[best + 1], of: word) ?? MergeWork.none
        }
        if best > 0 {
          pending[best - 1] = merge(symbols[best - 1], symbols[best], of: word) ?? MergeWork.none
        }
      }
    }
  }

  /// Merges a long word with linked symbols and a queue by (rank, place): O(n log n).
  func mergeMany(_ word: TextBytes, _ work: MergeWork) {
    let count = work.count
    work.link()
    work.heap.removeAll()
    work.withLinkedSymbols { symbols, pending, next, previous, heap in
      func look(at left: Int) {
        let right = Int(next[left])
        pending[left] =
          right < count
          ? merge(symbols[left], symbols[right], of: word) ?? MergeWork.none
          : MergeWork.none
        if pending[left].rank != .max { heap.push(rank: pending[left].rank, place: left) }
      }
      for i in 0..<count - 1 { look(at: i) }
      while let top = heap.pop() {
        let left = top.place
        // An entry is stale when its symbol is gone or has another neighbour by now.
        if symbols[left].end == 0 || pending[left].rank != top.rank { continue }
        let right = Int(next[left])
        symbols[left].id = pending[left].token
        symbols[left].end = symbols[right].end
        symbols[right].end = 0
        next[left] = next[right]
        if Int(next[left]) < count { previous[Int(next[left])] = Int32(left) }
        look(at: left)
        if previous[left] >= 0 { look(at: Int(previous[left])) }
      }
    }
    work.dropMerged()
  }
}

extension MergeWork {
  fileprivate func withSymbolsAndPending(
    _ body: (UnsafeMutableBufferPointer<Symbol>, UnsafeMutableBufferPointer<Merge>, inout Int)
      -> Void
  ) {
    var count = symbols.count
    symbols.withUnsafeMutableBufferPointer { symbols in
      pending.withUnsafeMutableBufferPointer { body(symbols, $0, &count) }
    }
    symbols.removeLast(symbols.count - count)
  }

  fileprivate func link() {
    pending = [Merge](repeating: MergeWork.none, count: count)
    next = (0..<Int32(count)).map { $0 + 1 }
    previous = (0..<Int32(count)).map { $0 - 1 }
  }

  fileprivate func withLinkedSymbols(
    _ body: (
      UnsafeMutableBufferPointer<Symbol>, UnsafeMutableBufferPointer<Merge>,
      UnsafeMutableBufferPointer<Int32>, UnsafeMutableBufferPointer<Int32>, inout MergeHeap
    ) -> Void
  ) {
    symbols.withUnsafeMutableBufferPointer { symbols in
      pending.withUnsafeMutableBufferPointer { pending in
        next.withUnsafeMutableBufferPointer { next in
          previous.withUnsafeMutableBufferPointer { previous in
            body(symbols, pending, next, previous, &heap)
          }
        }
      }
    }
  }

  /// Removes the symbols that were merged into others.
  fileprivate func dropMerged() { symbols.removeAll { $0.end == 0 } }
}

/// A binary heap of merges, the lowest rank first, then the leftmost.
struct MergeHeap {
  private var items: [UInt64] = []

  mutating func removeAll() { items.removeAll(keepingCapacity: true) }

  mutating func push(rank: Int32, place: Int) {
    // The sign bit is flipped, so that the unsigned order is that of the signed ranks.
    items.append(UInt64(UInt32(bitPattern: rank ^ .min)) << 32 | UInt64(UInt32(place)))
    var child = items.count - 1
    let item = items[child]
    while child > 0 {
      let parent = (child - 1) / 2
      if items[parent] <= item { break }
      items[child] = items[parent]
      child = parent
    }
    items[child] = item
  }

  mutating func pop() -> (rank: Int32, place: Int)? {
    guard let top = items.first, let last = items.popLast() else { return nil }
    if !items.isEmpty {
      var parent = 0
      while true {
        var child = 2 * parent + 1
        if child >= items.count { break }
        if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
        if last <= items[child] { break }
        items[parent] = items[child]
        parent = child
      }
      items[parent] = last
    }
    return (Int32(truncatingIfNeeded: top >> 32) ^ .min, Int(top & 0xFFFF_FFFF))
  }
}
