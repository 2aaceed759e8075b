import TextFiles

/// The tokens of one tag of a Jinja template.
struct JinjaTokens {
  enum Token: Equatable {
    case name(String)
    case text(String)
    case integer(Int64)
    case sign(String)
  }

  private var tokens: ArraySlice<Token>
  private var depth = 0

  /// More tokens in a tag than any template has; operators in a row become as deep a tree.
  private static let largestTag = 4096

  init(_ source: String) throws {
    tokens = try Self.tokens(of: source)[...]
    guard tokens.count <= Self.largestTag else { throw ChatTemplateError("a tag is too long") }
  }

  var first: Token? { tokens.first }
  var isEmpty: Bool { tokens.isEmpty }

  /// Takes the sign, or the word, when it comes next.
  mutating func take(_ text: String) -> Bool {
    guard tokens.first == .sign(text) || tokens.first == .name(text) else { return false }
    tokens.removeFirst()
    return true
  }

  /// Reads what stands one level further in; a damaged template must not exhaust the stack.
  mutating func nested(
    _ read: (inout JinjaTokens) throws -> JinjaExpression
  ) throws -> JinjaExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw ChatTemplateError("an expression is nested too deeply") }
    return try read(&self)
  }

  mutating func expect(_ text: String) throws {
    guard take(text) else { throw ChatTemplateError("\"\(text)\" is missing in a tag") }
  }

  mutating func next() throws -> Token {
    guard let token = tokens.popFirst() else { throw ChatTemplateError("a tag ends too early") }
    return token
  }

  mutating func name() throws -> String {
    guard case .name(let name) = try next() else {
      throw ChatTemplateError("a name is missing in a tag")
    }
    return name
  }

  private static func tokens(of source: String) throws -> [Token] {
    var tokens: [Token] = []
    var rest = source[...]
    while let character = rest.first {
      if character.isWhitespace {
        rest.removeFirst()
      } else if character == "'" || character == "\"" {
        tokens.append(.text(try text(&rest, quote: character)))
      } else if character.isLetter || character == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        tokens.append(.name(String(word)))
        rest = rest.dropFirst(word.count)
      } else if character.isNumber {
        let digits = rest.prefix(while: \.isNumber)
        guard let value = Int64(digits) else { throw ChatTemplateError("\(digits) is no number") }
        tokens.append(.integer(value))
        rest = rest.dropFirst(digits.count)
      } else {
        let long = ["==", "!=", "<=", ">=", "//"].first { rest.hasPrefix($0) }
        let sign = long ?? String(character)
        guard long != nil || "()[]{}.,:|~+-*/%<>=".contains(character) else {
          throw ChatTemplateError("\"\(character)\" stands in a tag")
        }
        tokens.append(.sign(sign))
        rest = rest.dropFirst(sign.count)
      }
    }
    return tokens
  }

  private static func text(_ rest: inout Substring, quote: Character) throws -> String {
    let escapes: [Character: Character] = ["n": "\n", "t": "\t", "r": "\r"]
    var text = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      if character == quote { return text }
      guard character == "\\" else {
        text.append(character)
        continue
      }
      guard let escaped = rest.popFirst() else { break }
      text.append(escapes[escaped] ?? escaped)
    }
    throw ChatTemplateError("a string is never closed")
  }
}
