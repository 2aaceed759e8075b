import Probes
import TextFiles

/// Texts with a verdict on each token, as one page.
public struct AnnotationPage: Report {
  /// The texts.
  public var passages: [PairReport.Passage]
  /// The model and the probe, in words.
  public var subject: String
  /// What the verdicts rest on, in sentences.
  public var notes: [String]

  /// A page of annotated texts.
  public init(subject: String, passages: [PairReport.Passage], notes: [String] = []) {
    (self.subject, self.passages, self.notes) = (subject, passages, notes)
  }

  /// The page; nothing is loaded from elsewhere.
  public var page: Page {
    let tokens = passages.flatMap(\.tokens)
    var before = 0
    let sections = passages.enumerated().map { index, passage in
      defer { before += passage.tokens.count }
      return Page.Section(
        id: "text-\(index + 1)", title: "Text \(passage.id)", shortTitle: passage.id,
        content: AnnotatedBlocks.html(passage.tokens, number: index, before: before))
    }
    return Page(
      title: "What \(subject) knew before each token", kicker: "Annotated text",
      opening: AnnotatedText.legend(tokens) + HTML.notes(notes), sections: sections,
      footer: Page.origin + AnnotatedBlocks.script(tokens: tokens.count),
      data: .array(
        passages.map { passage in
          ["id": .string(passage.id), "tokens": .array(passage.tokens.map(\.json))]
        })
    )
  }
}
