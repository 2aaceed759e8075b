import Probes

extension Page.Section {
  /// What a reader needs to repeat a result: `lead`, then settings, versions, hashes and commands.
  static func method(
    lead: HTML = .empty, settings: [NamedValue], versions: [NamedValue], hashes: [NamedValue],
    commands: [String]
  ) -> Page.Section {
    var content = [lead]
    for (title, facts, isCode) in [
      ("Settings", settings, false), ("Versions", versions, false), ("SHA-256", hashes, true),
    ] where !facts.isEmpty {
      content.append("<h3>\(title)</h3>\n\(HTML.facts(facts, code: isCode))")
    }
    if !commands.isEmpty {
      let lines = commands.joined(separator: "\n")
      content.append("<h3>To make this report again</h3>\n<pre><code>\(lines)</code></pre>\n")
    }
    return Page.Section(
      id: "method", title: "How it was made", shortTitle: "Method", content: "\(content)")
  }
}

extension Page.Section {
  /// What the terms of a page mean; `lead` holds further entries of the list, in front.
  static func definitions(_ terms: [(String, String)], lead: HTML = .empty) -> Page.Section {
    let entries = terms.map { name, text -> HTML in "<dt>\(name)</dt>\n<dd>\(text)</dd>\n" }
    return Page.Section(
      id: "definitions", title: "Definitions", shortTitle: "Definitions",
      content: "<dl class=\"defs\">\n\(lead)\(entries)</dl>\n")
  }
}

extension HTML {
  /// Plain remarks, a paragraph each.
  static func notes(_ notes: [String]) -> HTML {
    let lines = notes.map { note -> HTML in "<p class=\"note\">\(note)</p>\n" }
    return "\(lines)"
  }

  /// Findings and then plain notes, as the list at the top of a page.
  static func findings(_ findings: [Finding], notes: [String]) -> HTML {
    let plain = notes.map { note -> HTML in
      "<li><span class=\"mark\">•</span><span>\(note)</span></li>\n"
    }
    return """
      <ul class="findings" aria-label="What the numbers say">
      \(findings.map(\.item))\(plain)</ul>

      """
  }
}

extension Finding {
  fileprivate var item: HTML {
    let mark =
      switch verdict {
      case .good: "✓"
      case .open: "•"
      case .bad: "✗"
      }
    return """
      <li class="\(verdict.rawValue)"><span class="mark">\(mark)</span>\
      <span><strong>\(claim)</strong> \(reason)</span></li>

      """
  }
}
