import Foundation
import TextFiles

/// The functions, methods, filters and tests that chat templates use.
extension JinjaRenderer {
  func call(_ name: String, _ arguments: JinjaArguments) throws -> JSONValue? {
    switch name {
    case "raise_exception":
      let reason = Self.text(try arguments.values.first.flatMap { try evaluate($0) })
      throw ChatTemplateError("it refuses the conversation (\(reason))")
    case "namespace":
      return .object(
        JSONObject(try arguments.named.map { ($0.name, try evaluate($0.value) ?? .null) }))
    case "range":
      let ends = try arguments.values.compactMap { try evaluate($0)?.int }
      guard let last = ends.last, (1...2).contains(ends.count), (-65536...65536).contains(last),
        (-65536...65536).contains(ends[0])
      else {
        throw ChatTemplateError("range() has unexpected arguments")
      }
      let first = ends.count == 2 ? ends[0] : 0
      return .array((first..<max(first, last)).map { .integer(Int64($0)) })
    default: throw ChatTemplateError("it calls \(name)(), which is not supported")
    }
  }

  func call(_ method: String, on value: JSONValue?, _ arguments: [JSONValue]) throws -> JSONValue? {
    if let object = value?.object {
      switch method {
      case "items": return .array(object.members.map { .array([.string($0.key), $0.value]) })
      case "keys": return .array(object.keys.map { .string($0) })
      case "values": return .array(object.members.map(\.value))
      case "get":
        return arguments.first?.string.flatMap { object[$0] } ?? arguments.dropFirst().first
      default: break
      }
    }
    if let text = value?.string, let result = self.method(method, of: text, arguments) {
      return result
    }
    throw ChatTemplateError("it calls .\(method)(), which is not supported")
  }

  private func method(_ name: String, of text: String, _ arguments: [JSONValue]) -> JSONValue? {
    let first = arguments.first?.string
    switch name {
    case "strip": return .string(stripped(text, first, start: true, end: true))
    case "lstrip": return .string(stripped(text, first, start: true, end: false))
    case "rstrip": return .string(stripped(text, first, start: false, end: true))
    case "upper": return .string(text.uppercased())
    case "lower": return .string(text.lowercased())
    case "title": return .string(text.capitalized)
    case "capitalize": return .string(text.prefix(1).uppercased() + text.dropFirst().lowercased())
    case "startswith": return first.map { .bool(text.hasPrefix($0)) }
    case "endswith": return first.map { .bool(text.hasSuffix($0)) }
    case "split":
      let parts = first.map { text.components(separatedBy: $0) }
      return .array(
        (parts ?? text.split(whereSeparator: \.isWhitespace).map(String.init)).map { .string($0) })
    case "replace":
      guard let first, let second = arguments.dropFirst().first?.string else { return nil }
      return .string(text.replacing(first, with: second))
    default: return nil
    }
  }

  private func stripped(_ text: String, _ characters: String?, start: Bool, end: Bool) -> String {
    func isStripped(_ character: Character) -> Bool {
      characters.map { $0.contains(character) } ?? character.isWhitespace
    }
    var rest = text[...]
    if start { rest = rest.drop(while: isStripped) }
    while end, let last = rest.last, isStripped(last) { rest.removeLast() }
    return String(rest)
  }

  func filter(_ name: String, _ value: JSONValue?, _ arguments: [JSONValue]) throws -> JSONValue? {
    switch name {
    case "trim": return .string(stripped(Self.text(value), nil, start: true, end: true))
    case "length", "count":
      let count = value?.array?.count ?? value?.object?.count ?? value?.string?.count ?? 0
      return .integer(Int64(count))
    case "string": return .string(Self.text(value))
    case "tojson": return .string(value?.serialized() ?? "null")
    case "default":
      let replaces = value == nil || arguments.dropFirst().first == true && !Self.isTrue(value)
      return replaces ? arguments.first : value
    case "first": return value?.array?.first
    case "last": return value?.array?.last
    case "list": return value?.array == nil ? .array([]) : value
    case "items": return try call("items", on: value, [])
    case "join":
      let texts = value?.array?.map { Self.text($0) } ?? []
      return .string(texts.joined(separator: arguments.first?.string ?? ""))
    default:
      if let text = value?.string, let result = method(name, of: text, arguments) { return result }
      throw ChatTemplateError("it uses the filter \(name), which is not supported")
    }
  }

  func test(_ name: String, _ value: JSONValue?) throws -> Bool {
    switch name {
    case "defined": value != nil
    case "undefined": value == nil
    case "none": value?.isNull ?? false
    case "string": value?.string != nil
    case "boolean": value?.bool != nil
    case "true": value == true
    case "false": value == false
    case "number", "integer": value?.int != nil
    case "mapping": value?.object != nil
    case "sequence", "iterable": value?.array != nil || value?.string != nil || value?.object != nil
    case "even": (value?.int ?? 1) % 2 == 0
    case "odd": (value?.int ?? 0) % 2 != 0
    default: throw ChatTemplateError("it uses the test \(name), which is not supported")
    }
  }
}
