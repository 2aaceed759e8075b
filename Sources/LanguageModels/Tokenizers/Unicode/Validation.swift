/// The place of the first byte that is not part of valid UTF-8, or nil.
///
/// ASCII is passed eight bytes a step; the rest follows table 3-7 of the Unicode standard.
func firstInvalidByte(in bytes: TextBytes) -> Int? {
  var place = 0
  while place < bytes.count {
    if place + 8 <= bytes.count, let base = bytes.baseAddress {
      let word = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 == 0 {
        place += 8
        continue
      }
    }
    guard let length = validLength(of: bytes, at: place) else { return place }
    place += length
  }
  return nil
}

private func validLength(of bytes: TextBytes, at place: Int) -> Int? {
  let first = bytes[place]
  let second: ClosedRange<UInt8>
  let length: Int
  switch first {
  case 0..<0x80: return 1
  case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return nil
  }
  guard place + length <= bytes.count, second.contains(bytes[place + 1]) else { return nil }
  for i in 2..<max(length, 2) where !(0x80...0xBF).contains(bytes[place + i]) { return nil }
  return length
}
