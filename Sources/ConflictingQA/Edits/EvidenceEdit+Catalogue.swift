/// The edits made by rule, in the order of reports.
extension EvidenceEdit {
  /// All of them, placebos last.
  public static let catalogue: [EvidenceEdit] =
    relevanceEdits + styleEdits + informationEdits + sourceEdits + placebos

  /// The edit with this id; nil when there is none.
  public static func named(_ id: String) -> EvidenceEdit? { catalogue.first { $0.id == id } }

  /// Leads that bring a text closer to the question.
  static let relevanceEdits: [EvidenceEdit] = [
    lead("R1", "question as heading") { "\($0.question.text)\n\n" },
    lead("R2", "sentence that names the question") {
      "This text is about the following question: \($0.question.text) "
    },
    lead("R3", "sentence that gives the answer") {
      "The answer to the question \"\($0.question.text)\" is \($0.document.stance.rawValue). "
    },
  ]

  private static func lead(
    _ id: String, _ title: String, _ lead: @escaping @Sendable (EditInput) -> String
  ) -> EvidenceEdit {
    EvidenceEdit(
      id, title, .relevance, placebo: "P1",
      mustHold: "the longest n-gram shared with the question grows, or holds all of it",
      check: { input, text in
        let question = Stems.all(input.question.text)
        let after = Stems.longestSharedRun(question, Stems.all(text))
        return after == question.count
          || after > Stems.longestSharedRun(question, Stems.all(input.window))
      },
      change: { input, _ in lead(input) + input.window })
  }

  /// Notes on who wrote a text, and when.
  static let sourceEdits: [EvidenceEdit] = [
    byline("X1", "byline: a professor in the field") { _ in
      "By a university professor who has worked in this field for twenty years."
    },
    byline("X2", "byline: an anonymous forum post") { _ in
      "Posted by an anonymous user in a public forum for open discussion threads."
    },
    byline("X3", "dated this year") { _ in "Published in January of this year, newly written." },
    byline("X4", "dated thirty years ago") { _ in "Published thirty years ago, not changed since."
    },
    byline("X5", "source: a government agency") { _ in
      "Source: fact sheet of a national government agency."
    },
  ]

  private static func byline(
    _ id: String, _ title: String, _ line: @escaping @Sendable (EditInput) -> String
  ) -> EvidenceEdit {
    EvidenceEdit(
      id, title, .source, placebo: "P1", mustHold: "the line stands above the unchanged text",
      check: { input, text in text == "\(line(input))\n\n\(input.window)" },
      change: { input, _ in "\(line(input))\n\n\(input.window)" })
  }
}
