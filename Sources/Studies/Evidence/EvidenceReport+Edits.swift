import Charts
import ConflictingQA
import Statistics

/// The section about edits, with an example of each.
extension EvidenceReport {
  var editSection: Page.Section? {
    guard !effects.isEmpty else { return nil }
    let forest = ForestFigure(
      title: "Effects of edits", metric: "change of the soft win rate, beyond the placebo",
      rows: effects.map { effect in
        .init(
          label: "\(effect.edit.id) \(effect.edit.title)",
          value: (effect.beyondPlacebo ?? effect.winRate).measured,
          isMain: effect.edit.family != .placebo)
      }.filter { !$0.value.value.isNaN }, reference: 0)
    let table = Table(
      caption: "Edits",
      columns: [
        .text("Edit"), .text("What it does"), .text("Kind"), .number("Win rate"),
        .number("Beyond placebo"), .number("Log odds beyond, nats"), .number("p"),
        .number("Holm"), .number("p, equivalence"), .number("Documents"), .number("Left out"),
        .text("Verdict"),
      ], rows: effects.map(row), isCaptionHidden: true)
    return Page.Section(
      id: "edits", title: "What edits change", shortTitle: "Edits",
      content: """
        <p>Each edit was made on the same documents, which then met their opponents again, unchanged \
        and in both orders. Blue squares are effects beyond the placebo of equal length (P1, P2) or \
        equal disturbance (P0); grey circles are the placebos themselves against the unedited \
        text. Documents on which an edit was not possible or failed its check are left out.</p>
        \(HTML.figure(forest, width: 860))
        <details><summary>The numbers</summary>\(table.html)</details>
        \(rewriteTable ?? "")
        <h3>One example of each</h3>
        \(trials.compactMap(example))
        """)
  }

  private func row(_ effect: EditEffect) -> [Table.Cell] {
    [
      .text(effect.edit.id), .text(effect.edit.title), .text(effect.edit.family.rawValue),
      .estimate(effect.winRate), .estimate(effect.beyondPlacebo),
      .estimate(effect.logOddsBeyondPlacebo ?? effect.logOdds), .number(effect.pValue),
      .number(effect.holm), .number(effect.equivalencePValue), .count(effect.winRate.count),
      .count(effect.leftOut), .text(effect.verdict.rawValue),
    ]
  }

  private func example(_ trial: EditTrial) -> HTML? {
    guard let document = trial.documents.first(where: { $0.outcome == .passed }) else {
      return nil
    }
    return """
      <details><summary>\(trial.edit.id) \(trial.edit.title)</summary>
      <p class="note">Check: \(trial.edit.check). Passed by \(trial.count(.passed)), failed by \
      \(trial.count(.failedCheck)), not possible on \(trial.count(.notPossible)).</p>
      <p class="text">\(Self.difference(document.difference))</p></details>

      """
  }

  /// A difference as running text, what went struck out and what came underlined.
  static func difference(_ pieces: [TextDifference]) -> HTML {
    let parts = pieces.map { piece -> HTML in
      switch piece.kind {
      case .same: "\(piece.text) "
      case .removed: "<del>\(piece.text)</del> "
      case .added: "<ins>\(piece.text)</ins> "
      }
    }
    return "\(parts)"
  }
}
