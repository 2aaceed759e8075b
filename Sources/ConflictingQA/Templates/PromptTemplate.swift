/// How a question and its documents become the text that a model reads.
///
/// Slots: `{question}`, `{choices}` ("Yes or No"), `{choices-reversed}`, and `{answer}`, which ends
/// the template: the answer's first token is read there. `{turn}` marks where the user's turn ends:
/// with a chat template the assistant's empty turn follows, otherwise a line break and what stands
/// between `{turn}` and `{answer}`. Blocks: `{documents}...{/documents}` is repeated for each
/// document, with `{number}`, `{title}`, `{url}` and `{text}` inside; a line with a title or url that
/// the document lacks is left out. `{evidence}...{/evidence}` stands only when there are documents,
/// `{closed-book}...{/closed-book}` only when there are none. Everything else is text.
///
/// Documents before the question let prompts share more of their beginning, which saves time.
public struct PromptTemplate: Sendable, Equatable {
  /// What a template is made of.
  enum Part: Sendable, Equatable {
    case text(String)
    case slot(Slot)
    case block(Block, [Part])
    case turn
  }

  enum Slot: String, CaseIterable {
    case question, choices, number, title, url, text, answer
    case reversedChoices = "choices-reversed"
  }

  enum Block: String, CaseIterable {
    case documents, evidence
    case closedBook = "closed-book"
  }

  /// A rendered prompt: what the user says, and what stands before the answer without a chat template.
  struct Rendering: Equatable {
    var message: String
    var lead: String
    /// The bytes of the message that come from the question and the documents, in rising order.
    var given: [Range<Int>] = []

    /// The whole as plain text, without blanks at the end.
    var plain: String {
      let text = lead.isEmpty ? message : message + "\n" + lead
      return String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// `given` in a text that holds the message, maybe without the blanks around it; nil when it does
    /// not.
    func given(in text: String) -> [Range<Int>]? {
      let core = message.trimmed
      guard let found = Array(text.utf8).firstRange(of: Array(core.utf8)) else { return nil }
      let shift =
        found.lowerBound - (message.utf8.count - message.drop(while: \.isWhitespace).utf8.count)
      return given.map {
        max($0.lowerBound + shift, found.lowerBound)..<max($0.upperBound + shift, found.lowerBound)
      }
    }
  }

  /// Names the template in results.
  public let name: String
  /// The text it was read from.
  public let source: String
  private let parts: [Part]

  /// Reads a template.
  ///
  /// - Throws: ``ConflictingQAError/badTemplate(name:problem:)`` for an unknown slot, a block that is
  ///   not closed, or a template without question, documents, `{text}` or answer slot.
  public init(name: String, source: String) throws {
    var parser = TemplateParser(name: name, source: source)
    parts = try parser.parse()
    (self.name, self.source) = (name, source)
  }

  /// The prompt as text.
  func rendering(_ prompt: EvidencePrompt, words: AnswerWords) -> Rendering {
    var renderer = TemplateRenderer(prompt: prompt, words: words)
    renderer.add(parts, document: nil)
    return renderer.result
  }
}

/// Fills the slots of a template.
private struct TemplateRenderer {
  let prompt: EvidencePrompt
  let words: AnswerWords
  var message = ""
  var lead: String?
  var given: [Range<Int>] = []

  var result: PromptTemplate.Rendering { .init(message: message, lead: lead ?? "", given: given) }

  init(prompt: EvidencePrompt, words: AnswerWords) {
    (self.prompt, self.words) = (prompt, words)
  }

  mutating func add(
    _ parts: [PromptTemplate.Part], document: (number: Int, content: EvidenceDocument)?
  ) {
    for part in parts {
      switch part {
      case .text(let text): append(text)
      case .slot(let slot):
        let start = message.utf8.count
        append(value(of: slot, document))
        if [.question, .title, .url, .text].contains(slot), lead == nil {
          given.append(start..<message.utf8.count)
        }
      case .turn: lead = ""
      case .block(.evidence, let inner):
        if !prompt.documents.isEmpty { add(inner, document: nil) }
      case .block(.closedBook, let inner):
        if prompt.documents.isEmpty { add(inner, document: nil) }
      case .block(.documents, let inner):
        for (place, document) in prompt.documents.enumerated() {
          add(TemplateParser.kept(inner, for: document), document: (place + 1, document))
        }
      }
    }
  }

  private mutating func append(_ text: String) {
    if lead == nil { message += text } else { lead? += text }
  }

  private func value(
    of slot: PromptTemplate.Slot, _ document: (number: Int, content: EvidenceDocument)?
  ) -> String {
    switch slot {
    case .question: prompt.question.text
    case .choices: words.choices(reversed: false)
    case .reversedChoices: words.choices(reversed: true)
    case .answer: ""
    case .number: document.map { String($0.number) } ?? ""
    case .title: document?.content.title ?? ""
    case .url: document?.content.url ?? ""
    case .text: document?.content.window ?? ""
    }
  }
}
