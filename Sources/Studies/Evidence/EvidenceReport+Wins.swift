import Charts
import ConflictingQA
import Statistics

/// The sections about who won, and what goes with it.
extension EvidenceReport {
  var winSection: Page.Section? {
    guard !convincingness.standings.isEmpty else { return nil }
    let edges = (0...10).map { Double($0) / 10 }
    func counts(_ stance: Stance) -> [Int] {
      convincingness.standings.filter { $0.stance == stance && $0.softWinRate.isFinite }.reduce(
        into: [Int](repeating: 0, count: 10)
      ) { counts, standing in counts[min(9, Int(standing.softWinRate * 10))] += 1 }
    }
    let histogram = ScoreHistogramFigure(
      title: "Win rates of documents", edges: edges, positiveName: "say yes",
      positiveCounts: counts(.yes), negativeName: "say no", negativeCounts: counts(.no),
      axisTitle: "soft win rate of a document", threshold: 0.5)
    let few = convincingness.standings.count(where: \.hasFewOpponents)
    let reliability = convincingness.splitHalf
    let facts = Table(
      caption: "Leanings and reliability",
      columns: [.text(""), .number("Value"), .number("Comparisons"), .number("Questions")],
      rows: [
        ("Win rate of the documents that say yes", convincingness.yesWinRate),
        ("Log odds gained by standing first, nats", convincingness.positionEffect),
        ("Share of answers that change with the order", convincingness.orderFlips),
      ].map { name, value in
        [.text(name), .estimate(value), .count(value.count), .count(value.clusters)]
      }, isCaptionHidden: true)
    return Page.Section(
      id: "wins", title: "Who wins", shortTitle: "Wins",
      content: """
        <p>\(convincingness.rankability.sentence) How a document does against one half of its \
        opponents predicts how it does against the other half with a reliability of \
        \(NumberText.fixed(reliability.reliability, decimals: 2)) \
        (\(NumberText.count(reliability.documents)) documents, \(reliability.splits) random \
        splits, stepped up to the full number).</p>
        \(facts.html)
        \(HTML.figure(
          histogram, width: 640, heading: "Win rates of documents",
          caption: """
            \(NumberText.count(few)) of \(NumberText.count(convincingness.standings.count)) \
            documents met fewer than \(WinRates.reportedOpponents) opponents; their rates are \
            rough. Two humps apart from each other are stance, not documents.
            """))
        """)
  }

  var featureSection: Page.Section? {
    guard !sensitivities.isEmpty else { return nil }
    let forest = ForestFigure(
      title: "Feature and strength", metric: "Spearman's ρ with strength among documents of a side",
      rows: sensitivities.map {
        .init(
          label: $0.feature.rawValue, value: $0.documents.measured,
          isMain: $0.feature.family == .relevance)
      }, reference: 0)
    let terms = Dictionary(
      (jointModel?.terms ?? []).map { ($0.feature, $0) }
    ) { first, _ in first }
    let table = Table(
      caption: "Features",
      columns: [
        .text("Feature"), .text("Kind"), .number("ρ, documents"), .number("p"), .number("Holm"),
        .number("q"), .number("ρ, pairs"), .number("p, pairs"), .number("b joint, nats a s.d."),
        .number("VIF"),
      ],
      rows: sensitivities.map { row in
        let term = terms[row.feature]
        return [
          .text(row.feature.rawValue), .text(row.feature.family.rawValue),
          .estimate(row.documents), .number(row.documentPValue), .number(row.holm),
          .number(row.falseDiscoveryRate), .estimate(row.pairs), .number(row.pairPValue),
          .estimate(term?.coefficient), .number(term?.varianceInflation ?? .nan),
        ]
      }, isCaptionHidden: true)
    let figures = curves.map { curve in
      HTML.figure(
        BandFigure(
          title: "Win rate over \(curve.feature.rawValue)",
          xTitle: "\(curve.feature.rawValue), own minus opponent's", yTitle: "soft win rate",
          items: curve.bins.map { .init(x: $0.difference, value: $0.winRate.measured) },
          reference: 0.5), width: 430, heading: "By \(curve.feature.rawValue)")
    }
    return Page.Section(
      id: "features", title: "What goes with winning", shortTitle: "Features",
      content: """
        <p>Blue squares are closeness to the question; grey circles are length and style. p-values \
        shuffle a feature among the documents of a side of a question.</p>
        \(HTML.figure(forest, width: 720))
        <details><summary>The numbers, and all features at once</summary>\(table.html)</details>
        <div class="pair">\(figures)</div>
        """)
  }
}
