import Charts
import ConflictingQA
import Statistics

/// The sections that show texts: what answers hang on, and every question with its documents.
extension EvidenceReport {
  var flipSection: Page.Section? {
    guard !flips.isEmpty else { return nil }
    let names = Dictionary(evidence.questions.map { ($0.id, $0.text) }) { first, _ in first }
    let flipped = flips.filter { $0.flip.removed != nil }
    let blocks = flips.map { record -> HTML in
      let flip = record.flip
      let before = NumberText.fixed(flip.before, decimals: 2)
      let outcome: String
      if let removed = flip.removed {
        outcome =
          "Without the \(removed.count) struck-out of \(flip.units.count) \(record.grain.rawValue) "
          + "the log odds of yes go from \(before) to \(NumberText.fixed(flip.after, decimals: 2))"
          + (flip.isProvenMinimal ? "; no smaller set does it." : "; a smaller set may exist.")
      } else {
        outcome =
          "No removal was found to change the answer; log odds of yes \(before)"
          + (flip.isProvenMinimal ? ", and all were tried." : ".")
      }
      return """
        <details><summary>\(names[record.questionID] ?? record.questionID)</summary>
        <p class="note">\(outcome) \(flip.evaluations) parts were read.</p>
        <h3>Says yes</h3><p class="text">\(Self.units(record, document: 0))</p>
        <h3>Says no</h3><p class="text">\(Self.units(record, document: 1))</p></details>

        """
    }
    return Page.Section(
      id: "flips", title: "What an answer hangs on", shortTitle: "Flips",
      content: """
        <p>The fewest sentences (or words) without which the answer changes, in \
        \(NumberText.count(flips.count)) comparisons; in \
        \(flipped.isEmpty ? "none" : NumberText.count(flipped.count)) of them there are some. Colours are Shapley values: blue speaks for yes, orange for no; the \
        numbers show on hover.</p>
        \(blocks)
        """)
  }

  private static func units(_ record: FlipRecord, document: Int) -> HTML {
    let removed = Set(record.flip.removed ?? [])
    let largest = record.shapley?.values.map(abs).max() ?? 0
    let parts = record.flip.units.enumerated().filter { $1.document == document }.map {
      place, unit -> HTML in
      let text: HTML = removed.contains(place) ? "<del>\(unit.text)</del>" : "\(unit.text)"
      guard let shapley = record.shapley, shapley.values.indices.contains(place) else {
        return "\(text) "
      }
      let value = shapley.values[place]
      let share = largest > 0 ? Int((100 * abs(value) / largest * 0.4).rounded()) : 0
      let colour = value > 0 ? "--chart-s1" : "--chart-s2"
      let tip =
        "\(NumberText.fixed(value, decimals: 3)) nats"
        + (shapley.orders > 0 ? " ± \(NumberText.fixed(shapley.errors[place], decimals: 3))" : "")
      let style = "background:color-mix(in srgb,var(\(colour)) \(share)%,transparent)"
      return "<span style=\"\(style)\" title=\"\(tip)\">\(text)</span> "
    }
    return "\(parts)"
  }

  var browseSection: Page.Section? {
    let byQuestion = Dictionary(grouping: convincingness.standings, by: \.questionID)
    let pairs = Dictionary(grouping: scores, by: \.questionID)
    let blocks = evidence.questions.compactMap { question -> HTML? in
      guard let standings = byQuestion[question.id] else { return nil }
      let texts = Dictionary(evidence.documents(of: question.id).map { ($0.id, $0) }) {
        first, _ in first
      }
      let table = Table(
        caption: "Documents",
        columns: [
          .text("Side"), .number("Win rate"), .number("θ"), .number("Opponents"), .text("Text"),
        ],
        rows: standings.sorted { $0.theta > $1.theta }.map { standing in
          let document = texts[standing.documentID]
          let title = document?.title.map { "\($0). " } ?? ""
          return [
            .text(standing.stance.rawValue), .number(standing.softWinRate),
            .number(standing.theta), .count(standing.opponents),
            .prose(title + (document?.window ?? standing.documentID)),
          ]
        }, isCaptionHidden: true)
      let met = Table(
        caption: "Comparisons",
        columns: [
          .text("Says yes"), .text("Says no"), .number("Log odds, yes first"),
          .number("Log odds, no first"), .text("Answer"),
        ],
        rows: pairs[question.id, default: []].map { score in
          [
            .text(texts[score.yesID]?.title ?? score.yesID),
            .text(texts[score.noID]?.title ?? score.noID), .number(score.yesFirst.logit),
            .number(score.noFirst.logit),
            .text(
              score.flipsWithOrder
                ? "changes with the order" : score.debiasedLogit > 0 ? "yes" : "no"),
          ]
        }, isCaptionHidden: true)
      return """
        <details><summary>\(question.text)</summary>
        \(table.html)\(met.html)</details>

        """
    }
    guard !blocks.isEmpty else { return nil }
    return Page.Section(
      id: "questions", title: "Question by question", shortTitle: "Questions",
      content: "\(blocks)")
  }
}
