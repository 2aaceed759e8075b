/// Byte strings by their prefixes: which of them does a text start with?
///
/// Edges live in one hash table keyed by (node, byte), so that a step costs one probe.
struct PrefixTree: Sendable {
  private var edges: [UInt64] = []
  /// The value of the string that ends at a node, -1 for none.
  private var values: [Int32] = [-1]
  private var edgeCount = 0

  init() { edges = [UInt64](repeating: 0, count: 64) }

  /// The node reached from a node by a byte, or nil; the root is node 0.
  @inline(__always)
  func step(from node: Int, _ byte: UInt8) -> Int? {
    let edge = edges[slot(node, byte)]
    return edge == 0 ? nil : Int(edge & 0xFFFF_FFFF)
  }

  /// The value of the string that ends at a node, -1 for none.
  @inline(__always)
  func value(at node: Int) -> Int32 { values[node] }

  /// An edge is parent * 256 + byte in the upper 32 bits and the child, never 0, in the lower ones.
  @inline(__always)
  private func slot(_ node: Int, _ byte: UInt8) -> Int {
    let key = UInt64(node) << 8 | UInt64(byte)
    var slot = Int(truncatingIfNeeded: mixed(key)) & (edges.count - 1)
    while edges[slot] != 0, edges[slot] >> 32 != key { slot = (slot + 1) & (edges.count - 1) }
    return slot
  }

  /// The total length of strings that always fit.
  static let largestTotal = 1 << 24

  /// Adds a string; a repeated string keeps the last value. Traps above `largestTotal` bytes of
  /// strings without common prefixes.
  mutating func insert(_ string: TextBytes, value: Int32) {
    var node = 0
    for byte in string {
      let slot = slot(node, byte)
      if edges[slot] != 0 {
        node = Int(edges[slot] & 0xFFFF_FFFF)
        continue
      }
      precondition(values.count <= PrefixTree.largestTotal, "too many strings for a prefix tree")
      edges[slot] = (UInt64(node) << 8 | UInt64(byte)) << 32 | UInt64(values.count)
      node = values.count
      values.append(-1)
      edgeCount += 1
      if edgeCount * 2 > edges.count { grow() }
    }
    values[node] = value
  }

  private mutating func grow() {
    let old = edges
    edges = [UInt64](repeating: 0, count: old.count * 4)
    for edge in old where edge != 0 {
      let key = edge >> 32
      edges[slot(Int(key >> 8), UInt8(key & 0xFF))] = edge
    }
  }
}
