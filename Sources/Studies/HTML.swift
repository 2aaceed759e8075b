import Charts

/// Markup that can only be built with its text escaped.
///
/// In a literal such as `"<td>\(text)</td>"` an interpolated `String` is escaped and an
/// interpolated ``HTML`` is inserted as it is, so forgetting to escape is not possible.
struct HTML: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String

  /// Markup that is known to be well formed, such as an SVG or a style sheet.
  init(trusted text: String) { self.text = text }

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  static let empty: HTML = ""

  var isEmpty: Bool { text.isEmpty }

  static func + (left: HTML, right: HTML) -> HTML { HTML(trusted: left.text + right.text) }
}

extension HTML {
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ value: String) { text += escapedXML(value) }

    mutating func appendInterpolation(_ value: Int) { text += String(value) }

    mutating func appendInterpolation(_ value: HTML) { text += value.text }

    mutating func appendInterpolation(_ values: [HTML]) {
      for value in values { text += value.text }
    }
  }
}
