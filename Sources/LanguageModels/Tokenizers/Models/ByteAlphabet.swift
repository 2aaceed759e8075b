/// GPT-2's one visible character for every byte ("Ġ" for the space, "Ċ" for the line feed).
enum ByteAlphabet {
  /// The scalar of every byte: printable Latin-1 stands for itself, the rest follows from U+0100.
  static let scalars: [UInt32] = {
    var result: [UInt32] = []
    var next: UInt32 = 0x100
    for byte in UInt32(0)...255 {
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: result.append(byte)
      default:
        result.append(next)
        next += 1
      }
    }
    return result
  }()

  /// The byte of the scalars up to U+0143, -1 for those that stand for none.
  private static let bytes: [Int16] = {
    var result = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { result[Int(scalar)] = Int16(byte) }
    return result
  }()

  /// The bytes that a piece in visible characters stands for, nil when a character stands for none.
  /// `piece` must be valid UTF-8.
  static func bytes(of piece: [UInt8]) -> [UInt8]? {
    let table = bytes
    return piece.withUnsafeBufferPointer { text in
      var result: [UInt8] = []
      result.reserveCapacity(text.count)
      var place = 0
      while place < text.count {
        let scalar = text.scalar(at: place)
        guard scalar.value < table.count, table[Int(scalar.value)] >= 0 else { return nil }
        result.append(UInt8(table[Int(scalar.value)]))
        place += scalar.length
      }
      return result
    }
  }

  /// The visible characters of bytes, as UTF-8.
  static func piece(of bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 2)
    for byte in bytes { result.append(scalar: scalars[Int(byte)]) }
    return result
  }
}
