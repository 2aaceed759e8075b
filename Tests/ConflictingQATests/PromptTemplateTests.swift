@testable import ConflictingQA
import TestSupport
import Testing

@Suite struct PromptTemplateTests {
  private let question = EvidenceQuestion(id: "q", text: "Is tea older than coffee?")

  private func document(_ text: String, title: String? = nil) -> EvidenceDocument {
    EvidenceDocument(id: text, questionID: "q", stance: .yes, title: title, text: text)
  }

  @Test func slotsAreFilledInTheOrderShown() throws {
    let template = try PromptTemplate.load("documents")
    let prompt = EvidencePrompt(
      question: question, documents: [document("One.", title: "First"), document("{question}")])
    let rendering = template.rendering(prompt, words: AnswerWords())
    #expect(
      rendering.plain == """
        Below are documents that were found for a question.

        Document 1
        Title: First
        One.

        Document 2
        {question}

        Using only what the documents say, answer the question with Yes or No.
        Question: Is tea older than coffee?
        Answer:
        """)
    #expect(rendering.message.hasSuffix("coffee?"))
    let closed = template.rendering(
      EvidencePrompt(question: question, documents: []), words: AnswerWords(unclear: "Unclear"))
    #expect(
      closed.message
        == "Answer the question with Yes, No or Unclear.\nQuestion: Is tea older than coffee?")
  }

  @Test(arguments: PromptTemplate.builtInSources.map(\.name))
  func builtInTemplatesShowEverything(name: String) throws {
    let prompt = EvidencePrompt(
      question: question, documents: [document("Alpha"), document("Beta")])
    let text = try PromptTemplate.load(name).rendering(prompt, words: AnswerWords()).plain
    for part in ["Is tea older", "Alpha", "Beta"] { #expect(text.contains(part)) }
    #expect(text.last != " " && !text.contains("{"))
  }

  @Test(arguments: [
    ("{documents}{text}{/documents}{question}", "has no {answer} slot"),
    ("{question}{answer}", "has no {documents} slot"),
    ("{documents}{text}{/documents}{answer}", "has no {question} slot"),
    ("{documents}{/documents}{question}{answer}", "has no {text} slot"),
    ("{documents}{text}{question}{answer}", "{answer} stands inside a block"),
    ("{documents}{text}{/documents}{question}{answer} or so", "{answer} must stand once"),
    ("{documents}{txt}{/documents}{question}{answer}", "unknown slot {txt}; did you mean {text}?"),
    ("{text}{documents}{text}{/documents}{question}{answer}", "{text} stands outside the block"),
    ("{/documents}{question}{answer}", "closes a block that is not open"),
  ])
  func templatesThatCannotWorkAreRefused(source: String, problem: String) {
    let error = #expect(throws: ConflictingQAError.self) {
      try PromptTemplate(name: "mine", source: source)
    }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
  }

  @Test func templatesComeFromFiles() throws {
    let source = "{documents}{number}: {text}\n{/documents}{question} ({choices}){turn}->{answer}\n"
    let text = try withFile(source) { path in
      try PromptTemplate.load(path).rendering(
        EvidencePrompt(question: question, documents: [document("A")]), words: AnswerWords())
    }
    #expect(text.plain == "1: A\nIs tea older than coffee? (Yes or No)\n->")
    #expect(throws: ConflictingQAError.self) { try PromptTemplate.load("nowhere") }
  }
}
