/// A fast hash of a few bytes; not for hostile keys.
///
/// Eight bytes a step, multiplied into 128 bits and folded (the idea of wyhash).
@inline(__always)
func byteHash(_ bytes: TextBytes) -> UInt64 {
  var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
  var place = 0
  guard let base = bytes.baseAddress else { return hash }
  let raw = UnsafeRawPointer(base)
  while place + 8 <= bytes.count {
    hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    place += 8
  }
  if place < bytes.count {
    var rest: UInt64 = 0
    if bytes.count >= 8 {
      rest = raw.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
    } else {
      for i in place..<bytes.count { rest = rest << 8 | UInt64(bytes[i]) }
    }
    hash = mixed(hash ^ rest)
  }
  return hash
}

@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
  let product = (value ^ 0xE703_7ED1_A0B4_28DB).multipliedFullWidth(by: 0xA0761D6478BD642F)
  return product.high ^ product.low
}

/// The smallest power of two that is at least `count`.
func powerOfTwo(atLeast count: Int) -> Int {
  var size = 1
  while size < count { size *= 2 }
  return size
}
