import Charts
import ConflictingQA
import Statistics

extension EvidenceReport: Report {
  /// The report as one HTML page that needs no other file; light and dark, wide and narrow.
  public var page: Page {
    let sections = [
      winSection, featureSection, editSection, claimsSection, mixtureSection, majoritySection,
      flipSection,
      browseSection, methodSection, definitionSection,
    ]
    return Page(
      title: headline, kicker: "Which evidence is believed", opening: opening,
      sections: sections.compactMap { $0 },
      footer: "Made by Knowable. One file, nothing loaded from elsewhere.", data: data
    )
  }

  private var headline: String {
    switch convincingness.rankability.verdict {
    case .rankable: "Which documents \(subject.reader) believes in \(subject.data)"
    case .byLogOddsOnly:
      "\(subject.reader) hardly changes its answers in \(subject.data), but its log odds move"
    case .unrankable: "\(subject.reader) cannot be said to prefer any document in \(subject.data)"
    }
  }

  private var opening: HTML {
    let (questions, pairs) = (evidence.questions.count, scores.count)
    return """
      <p class="lede">For each of \(NumberText.count(questions)) contested yes/no questions, \
      \(subject.reader) was shown a document that says yes beside one that says no, in both orders: \
      \(NumberText.count(pairs)) comparisons. A document wins when the answer is its own.</p>
      \(HTML.findings(findings, notes: notes))
      """
  }

  private var findings: [Finding] {
    let judged = convincingness.rankability
    let verdict: Finding.Verdict =
      switch judged.verdict {
      case .rankable: .good
      case .byLogOddsOnly: .open
      case .unrankable: .bad
      }
    var findings = [
      Finding(
        verdict: verdict, claim: judged.verdict.rawValue.capitalizedFirst + ".",
        reason: judged.sentence
          + " Permutation p = \(NumberText.fixed(judged.pValue, decimals: 4)), "
          + "\(judged.questions) questions."),
      .leaning(convincingness.yesWinRate), .position(convincingness.positionEffect),
    ]
    if !sensitivities.isEmpty { findings.append(.sensitivity(sensitivities)) }
    if !effects.isEmpty { findings.append(.edits(effects, margin: margin)) }
    let rates = convincingness.rates
    if 20 * rates.offFormatPairs >= rates.pairs {
      findings.append(
        Finding(
          verdict: .open,
          claim: "\(NumberText.count(rates.offFormatPairs)) of \(NumberText.count(rates.pairs)) "
            + "comparisons are off the format.",
          reason:
            "The reader would rather say something else than yes or no; they count in log odds, "
            + "and in win rates as the settings say."))
    }
    let (questions, counted) = (judged.questions, convincingness.yesWinRate.clusters)
    if counted < 30 {
      findings.append(
        Finding(
          verdict: .open,
          claim: counted < questions
            ? "Win rates rest on only \(counted) of \(questions) questions."
            : "There are only \(questions) questions.",
          reason: (counted < questions ? "The others have no comparison on the format. " : "")
            + "Questions are the independent units: intervals are widened for so few, and small "
            + "effects go unseen."))
    }
    return findings
  }

  var methodSection: Page.Section {
    .method(
      lead: workTable, settings: settings, versions: versions, hashes: hashes, commands: commands)
  }

  private var definitionSection: Page.Section {
    let terms: [(String, String)] = [
      (
        "Log odds",
        """
        log P(yes) − log P(no) of the first answer word, nats; debiased: the mean over both orders, \
        which takes the effect of order out.
        """
      ),
      ("Soft win", "The probability that the debiased log odds give to the document's answer."),
      (
        "Strength θ",
        """
        Of a Bradley-Terry model with an intercept a question and one effect of position; strengths \
        of the documents of a side sum to zero, so documents are compared within their side only.
        """
      ),
      (
        "Unrankable",
        """
        The documents of a side differ no more than comparisons shuffled within their question. Win \
        rates of such a reader are stance and noise.
        """
      ),
      (
        "Beyond the placebo",
        """
        The change by an edit minus the change by a placebo on the same documents: neutral words of \
        equal number, or a rewording that changes nothing.
        """
      ),
      (
        "No effect",
        """
        Two one-sided tests on question means show the effect beyond the placebo to lie within \
        ±\(NumberText.fixed(margin * 100, decimals: 0)) points of win rate. Absence of significance \
        alone is not shown as absence of an effect.
        """
      ),
      (
        "Intervals",
        """
        Bootstrap over whole questions, 95 %; the quantiles are taken further out where questions are \
        few, as far as Student's t asks for (expanded percentile intervals).
        """
      ),
    ]
    let entries = terms.map { name, text -> HTML in "<dt>\(name)</dt>\n<dd>\(text)</dd>\n" }
    return Page.Section(
      id: "definitions", title: "Definitions", shortTitle: "Definitions",
      content: "<dl class=\"defs\">\n\(entries)</dl>\n")
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
