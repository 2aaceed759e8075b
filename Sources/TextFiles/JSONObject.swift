/// The members of a JSON object, in order, with keys told apart by their UTF-8 bytes.
///
/// Swift's `String` calls composed and decomposed "é" equal; a vocabulary holds both as different
/// entries, so neither `==` nor `Dictionary<String, _>` can be used for keys here.
/// Looking a key up costs O(1) (O(members) below nine members).
public struct JSONObject: Sendable {
  /// The members in the order they were added.
  public private(set) var members: [(key: String, value: JSONValue)] = []
  /// Open addressing, place of a member + 1, 0 for free; a power of two, empty for small objects.
  private var slots: [UInt32] = []

  private static let largestUnindexed = 8

  /// An object without members.
  public init() {}

  /// An object with these members; a repeated key keeps its last value in the first one's place.
  public init(_ members: [(String, JSONValue)]) {
    self.members.reserveCapacity(members.count)
    for (key, value) in members { self[key] = value }
  }

  /// The number of members.
  public var count: Int { members.count }
  /// Whether there are no members.
  public var isEmpty: Bool { members.isEmpty }
  /// The keys in order.
  public var keys: [String] { members.map(\.key) }

  /// The value of a key, nil when absent; setting nil removes the member (O(members)).
  public subscript(key: String) -> JSONValue? {
    get { place(of: key).map { members[$0].value } }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil):
        members.remove(at: place)
        rebuildSlots()
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }

  /// Adds a member, unless the key is there already.
  mutating func insert(_ key: String, _ value: JSONValue) -> Bool {
    if place(of: key) != nil { return false }
    append(key, value)
    return true
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    members.append((key, value))
    if members.count <= JSONObject.largestUnindexed { return }
    if members.count * 2 > slots.count {
      rebuildSlots()
    } else {
      occupySlot(for: members.count - 1)
    }
  }

  private func place(of key: String) -> Int? {
    if slots.isEmpty { return members.firstIndex { haveSameBytes($0.key, key) } }
    var slot = byteHash(key) & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if haveSameBytes(members[place].key, key) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func rebuildSlots() {
    guard members.count > JSONObject.largestUnindexed else {
      slots = []
      return
    }
    var size = 32
    while size < members.count * 4 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    for place in members.indices { occupySlot(for: place) }
  }

  private mutating func occupySlot(for place: Int) {
    var slot = byteHash(members[place].key) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(place + 1)
  }
}

extension JSONObject: Equatable {
  /// Whether both have the same keys (by bytes) with equal values, in any order.
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.count == b.count && a.members.allSatisfy { b[$0.key] == $0.value }
  }
}

/// Whether two strings are the same UTF-8 bytes.
func haveSameBytes(_ a: String, _ b: String) -> Bool {
  var a = a
  var b = b
  return a.withUTF8 { x in b.withUTF8 { y in x.count == y.count && x.elementsEqual(y) } }
}

/// A hash of the UTF-8 bytes, seeded per process so that no file can be built to collide.
private func byteHash(_ text: String) -> Int {
  var text = text
  var hasher = Hasher()
  text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  return hasher.finalize()
}
