/// Bytes of valid UTF-8 that a scanner walks.
typealias TextBytes = UnsafeBufferPointer<UInt8>

/// One scalar and the number of bytes it takes.
struct ReadScalar {
  let value: UInt32
  let length: Int
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The scalar that starts at `place`; the bytes must be valid UTF-8.
  @inline(__always)
  func scalar(at place: Int) -> ReadScalar {
    let first = UInt32(self[place])
    if first < 0x80 { return ReadScalar(value: first, length: 1) }
    if first < 0xE0 {
      return ReadScalar(value: (first & 0x1F) << 6 | continuation(place + 1), length: 2)
    }
    if first < 0xF0 {
      let value = (first & 0x0F) << 12 | continuation(place + 1) << 6 | continuation(place + 2)
      return ReadScalar(value: value, length: 3)
    }
    let high = (first & 0x07) << 18 | continuation(place + 1) << 12
    return ReadScalar(
      value: high | continuation(place + 2) << 6 | continuation(place + 3), length: 4)
  }

  @inline(__always)
  private func continuation(_ place: Int) -> UInt32 { UInt32(self[place]) & 0x3F }

  /// The start of the scalar that ends before `place`.
  func scalarStart(before place: Int) -> Int {
    var start = place - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}

extension Array where Element == UInt8 {
  /// Appends the UTF-8 form of a scalar value.
  mutating func append(scalar value: UInt32) {
    switch value {
    case 0..<0x80: append(UInt8(value))
    case 0x80..<0x800:
      append(UInt8(0xC0 | value >> 6))
      append(UInt8(0x80 | value & 0x3F))
    case 0x800..<0x10000:
      append(UInt8(0xE0 | value >> 12))
      append(UInt8(0x80 | value >> 6 & 0x3F))
      append(UInt8(0x80 | value & 0x3F))
    default:
      append(UInt8(0xF0 | value >> 18))
      append(UInt8(0x80 | value >> 12 & 0x3F))
      append(UInt8(0x80 | value >> 6 & 0x3F))
      append(UInt8(0x80 | value & 0x3F))
    }
  }
}
