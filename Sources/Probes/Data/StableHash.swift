/// A 64-bit hash of bytes that never changes between runs, machines or versions.
///
/// FNV-1a over the bytes, started from the seed, then mixed as MurmurHash3 finishes, so that the
/// high bits depend on every byte. It sorts groups into parts; it is no defence against forgery.
struct StableHash {
  private var state: UInt64

  init(seed: UInt64 = 0) {
    state = 0xcbf2_9ce4_8422_2325 ^ Self.mix(seed)
  }

  /// Adds the bytes of a text and a terminator, so that "ab", "c" differs from "a", "bc".
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(UInt8(0xff))
  }

  mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  var value: UInt64 { Self.mix(state) }

  /// The value as 16 hexadecimal digits.
  var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The hash of one text.
  static func of(_ text: String, seed: UInt64 = 0) -> UInt64 {
    var hash = StableHash(seed: seed)
    hash.add(text)
    return hash.value
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 33)) &* 0xff51_afd7_ed55_8ccd
    bits = (bits ^ (bits >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return bits ^ (bits >> 33)
  }
}
