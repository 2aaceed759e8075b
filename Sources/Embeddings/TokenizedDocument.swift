public import LanguageModels

/// A document as token ids, ready for the model.
public struct TokenizedDocument: Sendable {
  /// The document's id.
  public let id: String
  /// 1-based row of the input.
  public let row: Int
  /// Token ids; empty for a text without a token.
  public let tokens: [Int32]
  /// Byte range of each token in the UTF-8 text, empty for tokens that are not part of it; nil when
  /// the document was given as token ids.
  public let byteOffsets: [Range<Int>]?
  /// Whether the first token is a beginning-of-text token put there by the policy.
  public let beginsWithSpecial: Bool

  /// Tokenizes a document for a model.
  ///
  /// - Throws: ``EmbeddingsError/noTokenizer(model:)`` for text without a tokenizer, the tokenizer's
  ///   own error when it cannot be used,
  ///   ``EmbeddingsError/tokenOutsideVocabulary(document:token:vocabulary:)``, and
  ///   ``EmbeddingsError/badSetting(_:)`` when a beginning-of-text token is asked for but unknown.
  public init(
    _ document: Document, for model: LanguageModel,
    beginningOfText policy: ScoringPolicy.BeginningOfText
  ) throws {
    id = document.id
    row = document.row
    switch document.content {
    case .tokens(let ids):
      tokens = ids
      byteOffsets = nil
      beginsWithSpecial = false
    case .text(let text):
      guard let tokenizer = model.tokenizer else {
        throw model.tokenizerFailure ?? EmbeddingsError.noTokenizer(model: model.path)
      }
      let encoding = tokenizer.encode(text, addSpecialTokens: false)
      if let first = try Self.beginning(tokenizer, policy, model: model.path) {
        tokens = [first] + encoding.ids
        byteOffsets = [0..<0] + encoding.byteOffsets
        beginsWithSpecial = true
      } else {
        tokens = encoding.ids
        byteOffsets = encoding.byteOffsets
        beginsWithSpecial = false
      }
    }
    let size = model.configuration.vocabularySize
    if let token = tokens.first(where: { $0 < 0 || $0 >= size }) {
      throw EmbeddingsError.tokenOutsideVocabulary(document: id, token: token, vocabulary: size)
    }
  }

  private static func beginning(
    _ tokenizer: Tokenizer, _ policy: ScoringPolicy.BeginningOfText, model: String
  ) throws -> Int32? {
    switch policy {
    case .never: return nil
    case .model: return tokenizer.addsBeginningOfText ? tokenizer.beginningOfText : nil
    case .always:
      guard let token = tokenizer.beginningOfText else {
        throw EmbeddingsError.badSetting("\(model) has no beginning-of-text token to put in front.")
      }
      return token
    }
  }
}
