import LanguageModels

/// Turns prompts into tokens as one model expects them.
struct PromptEncoder: Sendable {
  let template: PromptTemplate
  let words: AnswerWords
  let encoder: MessageEncoder

  /// - Throws: `EmbeddingsError.noTokenizer` or the tokenizer's own error.
  init(
    model: LanguageModel, template: PromptTemplate, words: AnswerWords, chat: ChatTemplate?
  ) throws {
    encoder = try MessageEncoder(model: model, chat: chat)
    (self.template, self.words) = (template, words)
  }

  /// The text of a prompt, as far as the place where the answer is read.
  func text(_ prompt: EvidencePrompt) throws -> String {
    try encoder.text(template.rendering(prompt, words: words))
  }

  /// The tokens of a prompt; nothing in the question or the documents is a special token.
  func tokens(_ prompt: EvidencePrompt) throws -> [Int32] {
    try encoder.tokens(template.rendering(prompt, words: words))
  }

  /// The tokens of the answers after this template's prompts, which all end alike.
  func answerTokens() throws -> AnswerTokens {
    try AnswerTokens(words: words, after: text(.probe("0"))) { encoder.tokens($0) }
  }

  /// The tokens with which all prompts with documents begin.
  func sharedBeginning() throws -> [Int32] {
    let (a, b) = (try tokens(.probe("0")), try tokens(.probe("Z")))
    return zip(a, b).prefix { $0 == $1 }.map { $0.0 }
  }
}

extension EvidencePrompt {
  /// A prompt of next to nothing, to find what all prompts have in common.
  fileprivate static func probe(_ text: String) -> EvidencePrompt {
    let document = EvidenceDocument(
      id: "", questionID: "", stance: .yes, url: text, title: text, text: text)
    return EvidencePrompt(
      question: EvidenceQuestion(id: "", text: text), documents: [document, document])
  }
}
