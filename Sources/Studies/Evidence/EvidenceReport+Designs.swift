import Charts
import ConflictingQA
import Statistics

/// The sections about designs beyond one edit and two documents.
extension EvidenceReport {
  var mixtureSection: Page.Section? {
    guard let mixture, mixture.documents > 0 else { return nil }
    let forest = ForestFigure(
      title: "Edits combined", metric: "change of the soft win rate",
      rows: mixture.effects.map { effect in
        .init(
          label: effect.edits.joined(separator: " × "), value: effect.winRate.measured,
          isMain: effect.edits.count == 1)
      }, reference: 0)
    let table = Table(
      caption: "Edits combined",
      columns: [.text("Edits"), .number("Win rate"), .number("p"), .number("Holm")],
      rows: mixture.effects.map {
        [
          .text($0.edits.joined(separator: " × ")), .estimate($0.winRate), .number($0.pValue),
          .number($0.holm),
        ]
      }, isCaptionHidden: true)
    return Page.Section(
      id: "mixture", title: "Edits in every combination", shortTitle: "Combined",
      content: """
        <p>Every combination of the edits was made on \(NumberText.count(mixture.documents)) documents \
        (\(NumberText.count(mixture.leftOut)) left out). Blue squares are what an edit does on average \
        over the others; grey circles are half of what two do together beyond the sum of both. No \
        placebo is subtracted here.</p>
        \(HTML.figure(forest, width: 720))
        <details><summary>The numbers</summary>\(table.html)</details>
        """)
  }

  var majoritySection: Page.Section? {
    guard let points = majorities?.points, !points.isEmpty else { return nil }
    let forest = ForestFigure(
      title: "Many against one", metric: "log odds toward the majority gained over 1:1, nats",
      rows: points.compactMap { point in
        point.gain.map {
          .init(
            label: "\(point.ratio) \(point.kind.rawValue) : 1", value: $0.measured,
            isMain: point.kind == .independent)
        }
      }, reference: 0)
    let table = Table(
      caption: "Many against one",
      columns: [
        .text("Majority of"), .number("Against one"), .number("Log odds, nats"),
        .number("Gain over 1:1"), .number("Beyond repeats"), .number("p"), .number("Holm"),
        .number("Questions"),
      ],
      rows: points.map { point in
        [
          .text(point.kind.rawValue), .count(point.ratio), .estimate(point.logOdds),
          .estimate(point.gain), .estimate(point.beyondRepeats), .number(point.pValue),
          .number(point.holm), .count(point.logOdds.clusters),
        ]
      }, isCaptionHidden: true)
    return Page.Section(
      id: "majorities", title: "Many against one", shortTitle: "Majorities",
      content: """
        <p>Up to \(NumberText.count(points.map(\.ratio).max() ?? 1)) documents of one side against one \
        of the other, both sides and both orders averaged. Blue squares are different documents, grey \
        circles the same one again or in other words. A reader that weighs evidence gains from \
        different documents, and not from repeats. p-values are for the gain beyond that of as many \
        repeats, for repeats themselves for the gain over 1:1.</p>
        \(HTML.figure(forest, width: 720))
        <details><summary>The numbers</summary>\(table.html)</details>
        """)
  }
}
