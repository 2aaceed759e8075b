/// Cuts the source of a Jinja template into text and tags, with white space as transformers trims it.
struct JinjaLexer {
  enum Piece: Equatable {
    case text(String)
    case output(String)
    case statement(String)
  }

  private var rest: Substring
  private var pieces: [Piece] = []
  /// Whether what comes next stands at the start of a line, as far as the text has no line feed.
  private var startsLine = true

  static func pieces(of source: String) throws -> [Piece] {
    // One line feed at the end of a template does not count.
    var lexer = JinjaLexer(rest: source.hasSuffix("\n") ? source.dropLast() : source[...])
    try lexer.run()
    return lexer.pieces
  }

  private init(rest: Substring) { self.rest = rest }

  private mutating func run() throws {
    var text = ""
    while let character = rest.first {
      let kind = rest.dropFirst().first
      guard character == "{", let kind, "{%#".contains(kind) else {
        text.append(character)
        rest.removeFirst()
        continue
      }
      rest = rest.dropFirst(2)
      let close = kind == "{" ? "}}" : "\(kind)}"
      guard let end = end(of: close, skippingStrings: kind != "#") else {
        throw ChatTemplateError("a {\(kind) is never closed")
      }
      var inside = rest[..<end]
      rest = rest[end...].dropFirst(2)
      if inside.first == "-" {
        inside.removeFirst()
        text = String(text.reversed().drop(while: \.isWhitespace).reversed())
      } else if inside.first == "+" {
        inside.removeFirst()
      } else if kind != "{" {
        stripLineStart(&text)
      }
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
      startsLine = false
      if inside.last == "-" {
        inside.removeLast()
        rest = rest.drop(while: \.isWhitespace)
      } else if kind != "{", rest.first == "\n" {
        rest.removeFirst()
        startsLine = true
      }
      if kind != "#" {
        pieces.append(kind == "{" ? .output(String(inside)) : .statement(String(inside)))
      }
    }
    if !text.isEmpty { pieces.append(.text(text)) }
  }

  /// Where the closing marks stand, outside of strings.
  private func end(of close: String, skippingStrings: Bool) -> Substring.Index? {
    var quote: Character?
    var place = rest.startIndex
    while place < rest.endIndex {
      let character = rest[place]
      if let open = quote {
        if character == "\\" {
          place = rest.index(after: place)
          if place == rest.endIndex { return nil }
        } else if character == open {
          quote = nil
        }
      } else if skippingStrings, character == "'" || character == "\"" {
        quote = character
      } else if rest[place...].hasPrefix(close) {
        return place
      }
      place = rest.index(after: place)
    }
    return nil
  }

  /// Blanks between the start of a line and a tag do not count.
  private func stripLineStart(_ text: inout String) {
    let kept = text.reversed().drop { $0 == " " || $0 == "\t" }
    let isWholeLine = kept.first == "\n" || kept.isEmpty && startsLine
    if isWholeLine { text = String(kept.reversed()) }
  }
}
