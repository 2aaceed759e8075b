import Charts
import Probes
import TextFiles

/// A whole page: head, header, sections and the data behind the figures; nothing is loaded.
public struct Page: Sendable {
  struct Section: Sendable {
    /// The anchor of the section.
    var id: String
    var title: String
    /// The name in the list of sections.
    var shortTitle: String
    var content: HTML
  }

  var title: String
  var kicker: String
  /// What stands above the first section.
  var opening: HTML
  var sections: [Section]
  var footer: HTML = Self.origin
  var data: JSONValue

  /// What stands below every report.
  static let origin: HTML = "Made by Knowable. One file, nothing loaded from elsewhere."

  var html: HTML {
    let links = sections.map { section -> HTML in
      "<a href=\"#\(section.id)\">\(section.shortTitle)</a>\n"
    }
    let body = sections.map { section -> HTML in
      """
      <section id="\(section.id)">
      <h2>\(section.title)</h2>
      \(section.content)</section>

      """
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(title)</title>
      <style>\(HTML(trusted: PageStyle.css))</style>
      </head>
      <body>
      <header>
      <p class="kicker">\(kicker)</p>
      <h1>\(title)</h1>
      \(opening)<nav aria-label="Sections">
      \(links)</nav>
      </header>
      <main>
      \(body)</main>
      <footer>\(footer)</footer>
      <script type="application/json" id="data">\(Self.embedded(data))</script>
      <script>\(HTML(trusted: PageScript.source))</script>
      </body>
      </html>

      """
  }

  /// JSON that cannot end its script element: `<`, `>` and `&` occur only inside strings, where
  /// their `\u` escapes mean the same.
  static func embedded(_ data: JSONValue) -> HTML {
    var text = ""
    for scalar in data.serialized().unicodeScalars {
      switch scalar {
      case "<": text += "\\u003c"
      case ">": text += "\\u003e"
      case "&": text += "\\u0026"
      case "\u{2028}": text += "\\u2028"
      case "\u{2029}": text += "\\u2029"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return HTML(trusted: text)
  }
}

extension HTML {
  /// A figure drawn twice, for wide and for narrow windows, with a caption.
  static func figure(
    _ figure: some Figure, width: Double, heading: String? = nil, caption: HTML = .empty
  ) -> HTML {
    let wide = HTML(trusted: figure.svg(width: width, class: "wide"))
    let narrow = HTML(trusted: figure.svg(width: 328, class: "narrow"))
    let head: HTML = heading.map { "<h3>\($0)</h3>\n" } ?? .empty
    let foot: HTML = caption.isEmpty ? .empty : "<figcaption>\(caption)</figcaption>\n"
    return "<figure>\n\(head)\(wide)\(narrow)\(foot)</figure>\n"
  }

  /// Names and values under one another.
  static func facts(_ facts: [NamedValue], code: Bool = false) -> HTML {
    let rows = facts.map { fact -> HTML in
      let value: HTML = code ? "<code>\(fact.value)</code>" : "\(fact.value)"
      return "<dt>\(fact.name)</dt><dd>\(value)</dd>\n"
    }
    return "<dl class=\"facts\">\n\(rows)</dl>\n"
  }
}
