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

extension HTML {
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
