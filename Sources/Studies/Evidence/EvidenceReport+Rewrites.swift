import Charts
import ConflictingQA
import Statistics

/// What became of texts that a writer was asked for, and how far their judge can be trusted.
extension EvidenceReport {
  var rewriteTable: HTML? {
    let rewritten = trials.filter(\.isRewrite)
    guard !rewritten.isEmpty else { return nil }
    let gates = RewriteFailure.Gate.allCases
    let table = Table(
      caption: "Rewrites",
      columns: [.text("Rewrite"), .number("Texts"), .number("Taken")]
        + gates.map { .number($0.rawValue) },
      rows: rewritten.map { trial in
        [
          .text("\(trial.edit.id) \(trial.edit.title)"), .count(trial.documents.count),
          .count(trial.count(.passed)),
        ]
          + gates.map { gate in
            trial.isJudged(gate) ? .count(trial.failedGates[gate, default: 0]) : .text("–")
          }
      }, isCaptionHidden: true)
    let judge = rewritten.compactMap(\.edit.claimsJudge).first
    let claims: HTML =
      if let judge {
        """
        Claims were judged sentence by sentence in both directions by \(Self.shortName(judge)).
        """
      } else {
        "Whether claims were lost or added was not judged: that takes a judge."
      }
    return """
      <h3>Texts that were refused</h3>
      <p>Edits L0 to L8 were asked of a language model. A text was taken when it kept length, figures, \
      names, side and claims and moved the property; the columns count what was wrong, and a text may \
      be wrong in several ways. Side and claims are asked only about texts that pass the other gates; undecided is where who \
      is asked cannot tell the original’s side from the other’s, or a sentence’s own text from \
      unrelated ones. \
      \(claims)</p>
      \(table.html)
      """
  }

  /// The controls of the judge of claims.
  var claimsSection: Page.Section? {
    guard let claimsTest, !claimsTest.rows.isEmpty else { return nil }
    let forest = ForestFigure(
      title: "Claims judged rightly", metric: "share of claims with the right verdict",
      rows: claimsTest.rows.map {
        .init(
          label: Self.controlTitle($0.control), value: $0.right.measured,
          isMain: $0.control.saysIt)
      })
    let table = Table(
      caption: "The judge of claims",
      columns: [
        .text("Text that is asked about the claim"), .text("Says it"), .number("Claims"),
        .number("Said"), .number("Missing"), .number("Undecided"), .number("Right"),
        .number("Documents right throughout"), .number("Questions"),
      ],
      rows: claimsTest.rows.map { row in
        [
          .text(Self.controlTitle(row.control)), .text(row.control.saysIt ? "yes" : "no"),
          .count(row.right.count),
        ] + ClaimJudgement.Verdict.allCases.map { .count(row.verdicts[$0, default: 0]) } + [
          .estimate(row.right), .estimate(row.wholeDocuments), .count(row.right.clusters),
        ]
      }, isCaptionHidden: true)
    return Page.Section(
      id: "claims", title: "Can the judge of claims judge?", shortTitle: "Judge",
      content: """
        <p>\(Self.shortName(claimsTest.judge)) was asked about every sentence of the documents beside \
        texts of which it is known whether they say it. Blue squares are texts that do, grey circles \
        texts that do not. A judge that always answers alike decides nothing, and one that guesses can \
        tell only every third claim’s own document from both unrelated ones: it is right in about one \
        claim of eight where a text says it and one of five where it does not.</p>
        \(HTML.figure(forest, width: 720))
        <details><summary>The numbers</summary>\(table.html)</details>
        """)
  }

  /// What the steps of the study took.
  var workTable: HTML {
    guard !work.isEmpty else { return .empty }
    let table = Table(
      caption: "What it took",
      columns: [
        .text("Step"), .text("Reader"), .number("Prompts"), .number("Tokens"),
        .number("Computed"), .number("Share"), .number("Minutes"),
      ],
      rows: work.map { total in
        [
          .text(total.step), .text(Self.shortName(total.reader)), .count(total.prompts),
          total.tokens.map { .count($0) } ?? .text("–"),
          total.computedTokens.map { .count($0) } ?? .text("–"),
          .number(Self.share(total.computedTokens, of: total.tokens)),
          .number(total.seconds / 60),
        ]
      }, isCaptionHidden: true)
    return """
      <h3>What it took</h3>
      <p>Prompts that were asked, all runs together, with their tokens read whole and those that went \
      through the model, since prompts that begin alike share the work.</p>
      \(table.html)
      """
  }

  private static func share(_ part: Int?, of whole: Int?) -> Double {
    guard let part, let whole, whole > 0 else { return .nan }
    return Double(part) / Double(whole)
  }

  /// The name of a reader without what else decides its answers.
  private static func shortName(_ reader: String) -> String {
    String(reader.prefix { $0 != "," && $0 != ":" })
  }

  private static func controlTitle(_ control: ClaimsTest.Control) -> String {
    switch control {
    case .shuffled: "its document, sentences shuffled"
    case .reworded: "its document, neutral words exchanged"
    case .dropped: "its document without the sentence"
    case .negated: "its document with the sentence negated"
    case .opposed: "a document of the other side"
    case .unrelated: "a document of another question"
    }
  }
}
