import Charts
import Statistics

/// The sections about labels and what they are worth.
extension PairReport {
  var labelSection: Page.Section? {
    guard !counts.isEmpty else { return nil }
    let rows = counts.map { entry -> [Table.Cell] in
      [
        .text(entry.rule), .count(entry.inBand), .count(entry.epistemic.before),
        .count(entry.aleatoric.before), .count(entry.epistemic.after),
        .count(entry.aleatoric.after), .number(entry.tokenImbalance),
      ]
    }
    let table = Table(
      caption: "Positions by rule, before and after balancing",
      columns: [
        .text("Rule"), .number("In band"), .number("Epistemic"), .number("Aleatoric"),
        .number("Epistemic, balanced"), .number("Aleatoric, balanced"),
        .number("Token imbalance"),
      ], rows: rows)
    return Page.Section(
      id: "labels", title: "The labels", shortTitle: "Labels",
      content: """
        <p>Balancing keeps positions so that every token id is as frequent in one class as in the \
        other; the imbalance that is left is the total variation distance between the classes' \
        token ids (0 = none).</p>
        \(table.html)
        """)
  }

  var truthSection: Page.Section? {
    guard !agreements.isEmpty || !excesses.isEmpty else { return nil }
    var content: [HTML] = []
    if !agreements.isEmpty {
      let rows = agreements.map { agreement -> [Table.Cell] in
        [
          .text(agreement.rule), .estimate(agreement.epistemic),
          .count(agreement.epistemic.count), .estimate(agreement.aleatoric),
          .count(agreement.aleatoric.count),
        ]
      }
      let table = Table(
        caption: "How often a label by proxy is right",
        columns: [
          .text("Rule"), .number("Epistemic in truth"), .number("of"),
          .number("Aleatoric in truth"), .number("of"),
        ], rows: rows)
      content.append(
        """
        <p>The distribution that these texts were drawn from is known, so the labels that a larger \
        model stands in for can be checked.</p>
        \(table.html)
        """)
    }
    if !excesses.isEmpty {
      let rows = excesses.map { excess -> [Table.Cell] in
        [
          .text(excess.positions), .count(excess.exact.count), .estimate(excess.exact),
          .estimate(excess.small), .estimate(excess.large),
        ]
      }
      let table = Table(
        caption: "Cross-entropy above the exact entropy, nats a token",
        columns: [
          .text("Positions"), .number("n"), .number("Exact entropy"),
          .number(subject.small), .number(subject.large),
        ], rows: rows)
      content.append(
        """
        <p>A model's cross-entropy is the exact entropy (chance, aleatoric) plus its distance from \
        the exact distribution (ignorance, epistemic). The second part:</p>
        \(table.html)
        """)
    }
    return Page.Section(
      id: "truth", title: "Beside the exact truth", shortTitle: "Truth", content: "\(content)")
  }

  var definitionSection: Page.Section {
    let terms: [(String, String)] = [
      (
        "Epistemic",
        "Uncertainty that knowledge would remove: the answer exists, the model lacks it."
      ),
      (
        "Aleatoric",
        "Uncertainty that no knowledge removes: several continuations really are possible."
      ),
      (
        "Gap task",
        """
        In the band, epistemic where the large model is sure (low entropy), aleatoric where it is as \
        unsure as the small one; what lies between is left out.
        """
      ),
      (
        "No-gap task",
        "In the band, aleatoric from a threshold of the large model's entropy on; nothing is left out."
      ),
      (
        "BET",
        """
        Best entropy threshold: the small model's own entropy as the score; the threshold of its \
        accuracy is chosen on validation.
        """
      ),
      (
        "ICLT",
        """
        In-context learning test: the model is shown its own likely answers as hints; where it \
        lacks knowledge it trusts a hint and its entropy falls.
        """
      ),
      ("Intervals", "Bootstrap over whole documents; the fitted probes are held fixed."),
    ]
    return .definitions(terms)
  }
}
