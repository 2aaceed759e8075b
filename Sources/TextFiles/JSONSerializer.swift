extension JSONValue {
  /// This value as JSON text.
  ///
  /// Doubles are written shortest such that they read back to the same value, and always with a
  /// point or exponent; NaN and infinities, which JSON lacks, become `null`. Only `"`, `\` and
  /// control characters are escaped. `pretty` indents by two spaces; `sortedKeys` orders members by
  /// UTF-8 bytes for stable files. Cost: O(size), O(members log members) when sorting.
  public func serialized(pretty: Bool = false, sortedKeys: Bool = false) -> String {
    var serializer = JSONSerializer(pretty: pretty, sortedKeys: sortedKeys)
    serializer.append(self, indentation: 0)
    return String(decoding: serializer.output, as: UTF8.self)
  }
}

private struct JSONSerializer {
  let pretty: Bool
  let sortedKeys: Bool
  var output: [UInt8] = []

  init(pretty: Bool, sortedKeys: Bool) {
    self.pretty = pretty
    self.sortedKeys = sortedKeys
  }

  mutating func append(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): output.append(contentsOf: String(value).utf8)
    case .number(let value):
      output.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    case .string(let text): append(text)
    case .array(let values):
      appendList(values, "[", "]", indentation) { serializer, value in
        serializer.append(value, indentation: indentation + 1)
      }
    case .object(let object):
      var members = object.members
      if sortedKeys { members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
      appendList(members, "{", "}", indentation) { serializer, member in
        serializer.append(member.key)
        serializer.output.append(contentsOf: (serializer.pretty ? ": " : ":").utf8)
        serializer.append(member.value, indentation: indentation + 1)
      }
    }
  }

  private mutating func appendList<Element>(
    _ elements: [Element], _ open: String, _ close: String, _ indentation: Int,
    _ appendElement: (inout JSONSerializer, Element) -> Void
  ) {
    output.append(contentsOf: open.utf8)
    for (place, element) in elements.enumerated() {
      if place > 0 { output.append(UInt8(ascii: ",")) }
      breakLine(indentation + 1)
      appendElement(&self, element)
    }
    if !elements.isEmpty { breakLine(indentation) }
    output.append(contentsOf: close.utf8)
  }

  private mutating func breakLine(_ indentation: Int) {
    guard pretty else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: 2 * indentation))
  }

  private mutating func append(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
      case 0x08: output.append(contentsOf: "\\b".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x0C: output.append(contentsOf: "\\f".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        output.append(contentsOf: ("\\u00" + (digits.count < 2 ? "0" : "") + digits).utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
