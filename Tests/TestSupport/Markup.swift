/// One element of a parsed XML or HTML text.
public struct MarkupElement: Sendable {
  public let name: String
  public let attributes: [String: String]
  /// The character data directly inside, entities resolved.
  public internal(set) var text = ""
  /// The names of the elements around it, the outermost first.
  public let ancestors: [String]
}

/// What is wrong with a markup text, and where.
public struct MarkupFault: Error, CustomStringConvertible {
  public let description: String
}

/// A small strict parser: every element closed in order, every attribute quoted and unique, only
/// the five standard entities, no control characters. `script` and `style` hold raw text.
public struct Markup {
  /// All elements in document order.
  public private(set) var elements: [MarkupElement] = []
  private let input: [Unicode.Scalar]
  private var place = 0
  private var open: [Int] = []

  /// Parses a whole text; throws `MarkupFault` at the first thing that is not well formed.
  public init(_ text: String) throws {
    input = Array(text.unicodeScalars)
    while place < input.count {
      if looking(at: "<!DOCTYPE") {
        skip(past: ">")
      } else if looking(at: "</") {
        try close()
      } else if looking(at: "<") {
        try start()
      } else {
        try characters()
      }
    }
    if let last = open.last { throw fault("<\(elements[last].name)> is never closed") }
  }

  /// All elements with a name.
  public subscript(name: String) -> [MarkupElement] { elements.filter { $0.name == name } }

  private func fault(_ what: String) -> MarkupFault {
    let context = String(String.UnicodeScalarView(input[max(0, place - 40)..<place]))
    return MarkupFault(description: "\(what), after: …\(context)")
  }

  private func looking(at text: String) -> Bool {
    input[place...].starts(with: text.unicodeScalars)
  }

  private mutating func skip(past end: Unicode.Scalar) {
    while place < input.count, input[place] != end { place += 1 }
    place += 1
  }

  private mutating func take(while accepts: (Unicode.Scalar) -> Bool) -> String {
    let start = place
    while place < input.count, accepts(input[place]) { place += 1 }
    return String(String.UnicodeScalarView(input[start..<place]))
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar == "-" || scalar == ":"
  }

  private mutating func close() throws {
    place += 2
    let name = take(while: Self.isName)
    guard let last = open.popLast(), elements[last].name == name else {
      throw fault("</\(name)> closes nothing")
    }
    guard looking(at: ">") else { throw fault("</\(name) is not closed") }
    place += 1
  }

  private mutating func start() throws {
    place += 1
    let name = take(while: Self.isName)
    guard !name.isEmpty else { throw fault("a bare <") }
    var attributes: [String: String] = [:]
    while true {
      let gap = take(while: { $0.properties.isWhitespace })
      if looking(at: "/>") || looking(at: ">") { break }
      let key = take(while: Self.isName)
      guard !key.isEmpty, !gap.isEmpty else { throw fault("<\(name)> has a broken attribute") }
      guard looking(at: "=\"") else { throw fault("attribute \(key) is not quoted") }
      place += 2
      let value = take(while: { $0 != "\"" && $0 != "<" })
      guard looking(at: "\"") else { throw fault("attribute \(key) does not end") }
      place += 1
      guard attributes.updateValue(try resolved(value), forKey: key) == nil else {
        throw fault("attribute \(key) twice")
      }
    }
    let ancestors = open.map { elements[$0].name }
    elements.append(MarkupElement(name: name, attributes: attributes, ancestors: ancestors))
    guard looking(at: ">") else {
      place += 2
      return
    }
    place += 1
    open.append(elements.count - 1)
    if name == "script" || name == "style" {
      let start = place
      while place < input.count, !looking(at: "</\(name)") { place += 1 }
      let raw = String(String.UnicodeScalarView(input[start..<place]))
      elements[elements.count - 1].text = raw
    }
  }

  private mutating func characters() throws {
    let text = try resolved(take(while: { $0 != "<" }))
    if let last = open.last {
      elements[last].text += text
    } else if text.contains(where: { !$0.isWhitespace }) {
      throw fault("text outside the root element")
    }
  }

  private func resolved(_ text: String) throws -> String {
    var result = ""
    var rest = Substring(text)
    while let character = rest.unicodeScalars.first {
      guard character == "&" else {
        let isControl = character.value < 0x20 && !"\t\n\r".unicodeScalars.contains(character)
        if isControl { throw fault("a control character") }
        result.unicodeScalars.append(character)
        rest = Substring(rest.unicodeScalars.dropFirst())
        continue
      }
      let entities = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
      guard let entity = entities.first(where: { rest.hasPrefix($0.key) }) else {
        throw fault("a bare & in “\(text)”")
      }
      result += entity.value
      rest = rest.dropFirst(entity.key.count)
    }
    return result
  }
}
