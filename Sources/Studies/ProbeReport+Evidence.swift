import Charts

/// The sections that show what the probe looked at.
extension ProbeReport {
  var tokenSection: Page.Section? {
    let counts = tokenCounts
    guard !counts.isEmpty else { return nil }
    let shown = 30
    let rows = counts.prefix(shown).map { count -> [Table.Cell] in
      [
        Table.Cell(Self.token(count.token)), .count(count.total), .count(count.positives),
        .count(count.negatives), .share(count.positives, of: count.total),
      ]
    }
    let table = Table(
      caption: counts.count > shown
        ? "The \(shown) most frequent of \(NumberText.count(counts.count)) probed tokens"
        : "Probed tokens",
      columns: [
        .text("Token"), .number("Items"), .number(subject.positive),
        .number(subject.negative), .number("Share \(subject.positive)"),
      ], rows: rows)
    return Page.Section(
      id: "tokens", title: "The tokens it read", shortTitle: "Tokens",
      content: """
        <p>The probe read the \(subject.position) of each text: \(tokenSentence(counts)) \
        If a token alone gave the class away, the share column would show it. \
        ␣ is a space, ⏎ a line break.</p>
        \(table.html)
        """)
  }

  private func tokenSentence(_ counts: [TokenCount]) -> HTML {
    guard let first = counts.first else { return .empty }
    let total = counts.reduce(0) { $0 + $1.total }
    let share = NumberText.percent(Double(first.total) / Double(total), decimals: 1)
    if counts.count == 1 {
      return "always \(Self.token(first.token)) in \(NumberText.count(total)) \(partName)."
    }
    return """
      \(NumberText.count(counts.count)) tokens over \(NumberText.count(total)) \(partName), \
      most often \(Self.token(first.token)) (\(share)).
      """
  }

  /// A piece of text as a chip in which white space can be seen.
  static func token(_ piece: String) -> HTML {
    var shown = ""
    for scalar in piece.unicodeScalars {
      switch scalar {
      case " ": shown += "␣"
      case "\n": shown += "⏎"
      case "\r": shown += "␍"
      case "\t": shown += "⇥"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return "<code class=\"token\">\(shown.isEmpty ? "∅" : shown)</code>"
  }

  var exampleSection: Page.Section? {
    let groups = exampleGroups()
    guard !groups.isEmpty else { return nil }
    let tables = groups.map { group -> HTML in
      "<h3>\(group.title)</h3><p class=\"note\">\(group.explanation)</p>\n\(exampleTable(group))"
    }
    return Page.Section(
      id: "examples", title: "Examples", shortTitle: "Examples",
      content: "\(tables)")
  }

  /// Every item, for looking up what an aggregate is made of.
  var itemSection: Page.Section? {
    guard !items.isEmpty else { return nil }
    var columns: [RowTable.Column] = [
      .init(key: "id", title: "Id"), .init(key: "group", title: "Group"),
      .init(key: "token", title: "Token"), .init(key: "label", title: subject.positive),
      .init(key: "probability", title: "P(\(subject.positive))", isNumeric: true),
    ]
    if after != nil {
      columns.append(.init(key: "recalibrated", title: "recalibrated", isNumeric: true))
    }
    let left = items.count - Self.embeddedItems
    let note: HTML =
      left > 0
      ? "<p class=\"note\">The last \(NumberText.count(left)) items are left out.</p>\n" : .empty
    let table = RowTable(rows: "items", caption: "Items", columns: columns)
    return Page.Section(
      id: "items", title: "Items", shortTitle: "Items", content: note + table.html)
  }

  private func exampleTable(_ group: ExampleGroup) -> HTML {
    let rows = group.items.map { item -> [Table.Cell] in
      [
        .prose(Self.shortened(item.text)),
        .text(item.isPositive ? subject.positive : subject.negative),
        .number(item.final), Table.Cell(item.token.map(Self.token) ?? .empty), .text(item.id),
      ]
    }
    return Table(
      caption: group.title,
      columns: [
        .text("Text"), .text("Label"), .number("P(\(subject.positive))"), .text("Token"),
        .text("Id"),
      ], rows: rows, isSortable: false, isCaptionHidden: true
    ).html
  }

  /// The beginning of a long text, cut between characters.
  private static func shortened(_ text: String, to length: Int = 300) -> String {
    text.count <= length ? text : text.prefix(length) + "…"
  }
}
