import Charts

/// Markup that can only be built with its text escaped.
///
/// In a literal such as `"<td>\(text)</td>"` an interpolated `String` is escaped and an
/// interpolated ``HTML`` is inserted as it is, so forgetting to escape is not possible.
struct HTML: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String
  /// The tables in it, in order, for twins of a page in other formats.
  private(set) var tables: [Table] = []

  /// Markup that is known to be well formed, such as an SVG or a style sheet.
  init(trusted text: String) { self.text = text }

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: Interpolation) {
    (text, tables) = (stringInterpolation.text, stringInterpolation.tables)
  }

  /// The markup of a table.
  init(_ table: Table, markup: HTML) { (text, tables) = (markup.text, [table]) }

  static let empty: HTML = ""

  var isEmpty: Bool { text.isEmpty }

  static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }

  /// What a reader sees, without markup, blanks joined. Read by scalars: a combining mark in a text
  /// would make one character with the tag or the blank before it.
  var plain: String {
    var (words, isTag) = ("".unicodeScalars, false)
    for scalar in text.unicodeScalars {
      if scalar == "<" {
        isTag = true
      } else if scalar == ">" {
        isTag = false
        // A tag parts words: `0.91<span>[0.88, 0.93]</span>`.
        words.append(" ")
      } else if !isTag {
        words.append(scalar)
      }
    }
    var text = words.split(whereSeparator: \.properties.isWhitespace).map(String.init)
      .joined(separator: " ").unicodeScalars
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    for (entity, character) in entities {
      text.replace(entity.unicodeScalars, with: character.unicodeScalars)
    }
    return String(text)
  }
}

extension HTML {
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var tables: [Table] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ value: String) { text += escapedXML(value) }

    mutating func appendInterpolation(_ value: Int) { text += String(value) }

    mutating func appendInterpolation(_ value: HTML) {
      text += value.text
      tables += value.tables
    }

    mutating func appendInterpolation(_ values: [HTML]) {
      for value in values { appendInterpolation(value) }
    }
  }
}
