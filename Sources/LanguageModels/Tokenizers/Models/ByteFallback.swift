/// SentencePiece's tokens for single bytes, written `<0x0A>`.
enum ByteFallback {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// The piece of a byte.
  static func piece(of byte: UInt8) -> [UInt8] {
    Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)], UInt8(ascii: ">")]
  }

  /// The byte of a piece, or nil when the piece is not of that form.
  static func byte(of piece: [UInt8]) -> UInt8? {
    guard piece.count == 6, piece.starts(with: Array("<0x".utf8)), piece[5] == UInt8(ascii: ">"),
      let high = Unicode.Scalar(piece[3]).hexValue, let low = Unicode.Scalar(piece[4]).hexValue
    else { return nil }
    return high << 4 | low
  }
}

extension Unicode.Scalar {
  /// The value of a hexadecimal digit of either case.
  fileprivate var hexValue: UInt8? {
    switch self {
    case "0"..."9": UInt8(value - 0x30)
    case "a"..."f": UInt8(value - 0x61 + 10)
    case "A"..."F": UInt8(value - 0x41 + 10)
    default: nil
    }
  }
}
