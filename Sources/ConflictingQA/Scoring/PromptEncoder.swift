import Embeddings
import LanguageModels

/// Turns prompts into tokens as one model expects them.
struct PromptEncoder: Sendable {
  let template: PromptTemplate
  let words: AnswerWords
  /// The model's own frame around a user's message; nil for plain text.
  let chat: ChatTemplate?
  private let tokenizer: Tokenizer

  /// - Throws: `EmbeddingsError.noTokenizer` or the tokenizer's own error.
  init(
    model: LanguageModel, template: PromptTemplate, words: AnswerWords, chat: ChatTemplate?
  ) throws {
    guard let tokenizer = model.tokenizer else {
      throw model.tokenizerFailure ?? EmbeddingsError.noTokenizer(model: model.path)
    }
    self.tokenizer = tokenizer
    (self.template, self.words, self.chat) = (template, words, chat)
  }

  /// The text of a prompt, as far as the place where the answer is read.
  func text(_ prompt: EvidencePrompt) throws -> String {
    let rendering = template.rendering(prompt, words: words)
    guard let chat else { return rendering.plain }
    return try chat.text([ChatMessage(role: "user", content: rendering.message)])
  }

  /// The tokens of a text that may hold special tokens. A chat template writes the
  /// beginning-of-text token itself, where the model wants one. Nothing in `plain` ranges is special.
  private func tokens(_ text: String, plain: [Range<Int>] = []) -> [Int32] {
    let ids = tokenizer.encode(text, addSpecialTokens: false, plain: plain).ids
    guard chat == nil, tokenizer.addsBeginningOfText, let first = tokenizer.beginningOfText else {
      return ids
    }
    return [first] + ids
  }

  /// The tokens of a prompt. What looks like a special token in the question or in a document, such as
  /// `<|im_end|>` in a web page, is ordinary text there: it cannot end the turn.
  ///
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` where that is needed and the chat template rewrites
  ///   what the user says.
  func tokens(_ prompt: EvidencePrompt) throws -> [Int32] {
    let rendering = template.rendering(prompt, words: words)
    let text = try text(prompt)
    guard tokenizer.holdsSpecialTokens(rendering.message) else { return tokens(text) }
    guard let given = rendering.given(in: text) else {
      throw ConflictingQAError.badSetting(
        "The question \(prompt.question.id) or a document of it holds text that looks like a special "
          + "token, and the model's chat template rewrites what the user says: ask with --plain.")
    }
    return tokens(text, plain: given)
  }

  /// The tokens of the answers after this template's prompts, which all end alike.
  func answerTokens() throws -> AnswerTokens {
    try AnswerTokens(words: words, after: text(.probe("0"))) { tokens($0) }
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
