extension JSONParser {
  /// Parses a string at its opening quote; one pass and no copy when it has no escapes.
  mutating func parseString() throws(JSONError) -> String {
    let start = position + 1
    var end = start
    while end < bytes.count, !endsPlainRun(bytes[end]) { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      position = end + 1
      return try decode(UnsafeBufferPointer(rebasing: bytes[start..<end]), at: start)
    }
    scratch.removeAll(keepingCapacity: true)
    position = start
    while true {
      scratch.append(contentsOf: bytes[position..<end])
      position = end
      guard position < bytes.count else { throw failure("a string is not closed", at: start - 1) }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        let (units, offset) = (scratch, start)
        return try units.withUnsafeBufferPointer { (units) throws(JSONError) in
          try decode(units, at: offset)
        }
      case UInt8(ascii: "\\"): try appendEscape()
      default: throw failure("control characters in strings must be escaped, found \(found)")
      }
      end = position
      while end < bytes.count, !endsPlainRun(bytes[end]) { end += 1 }
    }
  }

  /// Whether a byte cannot be copied as it is: quote, backslash or control character.
  @inline(__always)
  private func endsPlainRun(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
  }

  private func decode(
    _ units: UnsafeBufferPointer<UInt8>, at start: Int
  ) throws(JSONError) -> String {
    guard let text = String(validating: units, as: UTF8.self) else {
      throw failure("a string is not valid UTF-8; save the file as UTF-8", at: start)
    }
    return text
  }

  /// Appends what the escape sequence at the position stands for.
  private mutating func appendEscape() throws(JSONError) {
    let start = position
    position += 1
    let letter = peek
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "r"): scratch.append(0x0D)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"): try appendUnicodeEscape(at: start)
    default: throw failure("unknown escape sequence in a string", at: start)
    }
  }

  /// Appends `\uXXXX`, or two of them when the first is the leading half of a surrogate pair.
  private mutating func appendUnicodeEscape(at start: Int) throws(JSONError) {
    var code = try parseHexDigits(at: start)
    if code & 0xFC00 == 0xD800, peek == UInt8(ascii: "\\"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let trailing = try parseHexDigits(at: start)
      guard trailing & 0xFC00 == 0xDC00 else {
        throw failure("a surrogate in a \\u escape has no partner", at: start)
      }
      code = 0x10000 + (code & 0x3FF) << 10 + (trailing & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw failure("a surrogate in a \\u escape has no partner", at: start)
    }
    scratch.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
  }

  private mutating func parseHexDigits(at start: Int) throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch peek {
      case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"):
        digit = byte - UInt8(ascii: "0")
      case let byte where byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"):
        digit = (byte | 0x20) - UInt8(ascii: "a") + 10
      default: throw failure("a \\u escape needs four hexadecimal digits", at: start)
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
