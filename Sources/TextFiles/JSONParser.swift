/// Where a text begins, for error messages.
struct TextOrigin {
  var path: String?
  var line = 1
  var byteOffset = 0
}

/// A recursive-descent parser over bytes in memory (RFC 8259).
///
/// Leaves the bytes untouched and never reads outside them. Strings are in
/// `JSONParser+Strings.swift`, numbers in `JSONParser+Numbers.swift`.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  let limits: JSONLimits
  let origin: TextOrigin
  var position = 0
  var depth = 0
  /// Reused storage for strings with escapes.
  var scratch: [UInt8] = []

  init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits, origin: TextOrigin) {
    self.bytes = bytes.bindMemory(to: UInt8.self)
    self.limits = limits
    self.origin = origin
  }

  /// Parses the whole text as one value.
  mutating func parseDocument() throws(JSONError) -> JSONValue {
    guard bytes.count <= limits.bytes else {
      throw failure("the text has \(bytes.count) bytes, the limit is \(limits.bytes)", at: 0)
    }
    skipByteOrderMark()
    skipWhitespace()
    if position == bytes.count { throw failure("the text is empty") }
    let value = try parseValue()
    skipWhitespace()
    if position < bytes.count { throw failure("unexpected \(found) after the end of the value") }
    return value
  }

  mutating func parseValue() throws(JSONError) -> JSONValue {
    switch peek {
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "N"), UInt8(ascii: "I"):
      throw failure("NaN and Infinity are not JSON; write null instead")
    default: throw failure("expected a value, found \(found)")
    }
  }

  private mutating func parseArray() throws(JSONError) -> JSONValue {
    try enter()
    var values: [JSONValue] = []
    if !consume(UInt8(ascii: "]")) {
      repeat {
        skipWhitespace()
        values.append(try parseValue())
        skipWhitespace()
      } while consume(UInt8(ascii: ","))
      guard consume(UInt8(ascii: "]")) else {
        throw failure("expected \",\" or \"]\" in an array, found \(found)")
      }
    }
    depth -= 1
    return .array(values)
  }

  private mutating func parseObject() throws(JSONError) -> JSONValue {
    try enter()
    var object = JSONObject()
    if !consume(UInt8(ascii: "}")) {
      repeat {
        skipWhitespace()
        try parseMember(into: &object)
        skipWhitespace()
      } while consume(UInt8(ascii: ","))
      guard consume(UInt8(ascii: "}")) else {
        throw failure("expected \",\" or \"}\" in an object, found \(found)")
      }
    }
    depth -= 1
    return .object(object)
  }

  private mutating func parseMember(into object: inout JSONObject) throws(JSONError) {
    let start = position
    guard peek == UInt8(ascii: "\"") else {
      throw failure("expected a key in double quotes, found \(found)")
    }
    let key = try parseString()
    skipWhitespace()
    guard consume(UInt8(ascii: ":")) else {
      throw failure("expected \":\" after a key, found \(found)")
    }
    skipWhitespace()
    let value = try parseValue()
    if object.insert(key, value) { return }
    guard limits.duplicateKeys == .keepLast else {
      throw failure("the key \"\(key)\" occurs twice in one object", at: start)
    }
    object[key] = value
  }

  /// Steps over an opening bracket and the white space after it.
  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= limits.depth else {
      throw failure("arrays and objects are nested more than \(limits.depth) deep")
    }
    position += 1
    skipWhitespace()
  }

  private mutating func parseWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let start = position
    let end = position + word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { expected in
      end <= bytes.count && expected.elementsEqual(bytes[start..<end])
    }
    guard matches else { throw failure("expected \(word)") }
    position = end
    return value
  }
}

extension JSONParser {
  /// The byte at the position, 0 at the end (0 starts no token).
  var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func consume(_ byte: UInt8) -> Bool {
    guard peek == byte, position < bytes.count else { return false }
    position += 1
    return true
  }

  mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func skipByteOrderMark() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// What stands at the position, for error messages.
  var found: String {
    guard position < bytes.count else { return "the end of the text" }
    let byte = bytes[position]
    return byte > 0x20 && byte < 0x7F
      ? "\"\(Unicode.Scalar(byte))\"" : "byte 0x" + String(byte, radix: 16, uppercase: true)
  }

  func failure(_ problem: String, at offset: Int? = nil) -> JSONError {
    let offset = offset ?? position
    let line = bytes[..<offset].count { $0 == 0x0A } + origin.line
    return .malformedJSON(
      source: origin.path, line: line, byteOffset: origin.byteOffset + offset, problem: problem)
  }
}
