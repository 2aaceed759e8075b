import Embeddings
import LanguageModels

/// Turns what a user says into the tokens that a model expects, in its own frame or as plain text.
struct MessageEncoder: Sendable {
  /// The model's own frame around a user's message; nil for plain text.
  let chat: ChatTemplate?
  let tokenizer: Tokenizer

  /// - Throws: `EmbeddingsError.noTokenizer` or the tokenizer's own error.
  init(model: LanguageModel, chat: ChatTemplate?) throws {
    guard let tokenizer = model.tokenizer else {
      throw model.tokenizerFailure ?? EmbeddingsError.noTokenizer(model: model.path)
    }
    (self.tokenizer, self.chat) = (tokenizer, chat)
  }

  /// The whole text, as far as the place where the model goes on.
  func text(_ rendering: PromptTemplate.Rendering) throws -> String {
    guard let chat else { return rendering.plain }
    return try chat.text([ChatMessage(role: "user", content: rendering.message)])
  }

  /// The tokens of a text that may hold special tokens. A chat template writes the
  /// beginning-of-text token itself, where the model wants one. Nothing in `plain` ranges is special.
  func tokens(_ text: String, plain: [Range<Int>] = []) -> [Int32] {
    let ids = tokenizer.encode(text, addSpecialTokens: false, plain: plain).ids
    guard chat == nil, tokenizer.addsBeginningOfText, let first = tokenizer.beginningOfText else {
      return ids
    }
    return [first] + ids
  }

  /// The tokens of a message. What looks like a special token in what was given, such as
  /// `<|im_end|>` in a web page, is ordinary text there: it cannot end the turn.
  ///
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` where that is needed and the chat template rewrites
  ///   what the user says.
  func tokens(_ rendering: PromptTemplate.Rendering) throws -> [Int32] {
    let text = try text(rendering)
    guard tokenizer.holdsSpecialTokens(rendering.message) else { return tokens(text) }
    guard let given = rendering.given(in: text) else {
      throw ConflictingQAError.badSetting(
        "A question or document holds text that looks like a special token (\"\(rendering.message.prefix(80))"
          + "...\"), and the model's chat template rewrites what the user says: ask with --plain.")
    }
    return tokens(text, plain: given)
  }
}
