/// Cuts text into the tokens of a language model and puts them together again.
///
/// A tokenizer is a row of small steps, as in Hugging Face's `tokenizers`: added tokens are found in
/// the text, the rest is normalised, cut into words and encoded by the model, and special tokens are
/// put around it. Ids equal that library's for every supported file; what is not supported is refused
/// when the file is read. Truncation, padding and dropout in a file are ignored.
///
/// Immutable: may be used from many tasks at once without locks.
public final class Tokenizer: Sendable {
  /// The file it was read from, for messages.
  public let source: String
  /// The number of ids, counting added tokens and unused places.
  public let vocabularySize: Int
  /// The token that starts a text, where the model has one.
  public let beginningOfText: Int32?
  /// The token that ends a text, where the model has one.
  public let endOfText: Int32?
  /// Tokens that are looked for in texts and left out by `decode(_:skipSpecialTokens: true)`, by id.
  public let specialTokens: [Int32]

  let parts: TokenizerParts
  let originalFinder: AddedTokenFinder
  let normalizedFinder: AddedTokenFinder
  let addedTokens: [Int32: AddedToken]

  init(_ parts: TokenizerParts) {
    self.parts = parts
    source = parts.source
    beginningOfText = parts.beginningOfText ?? parts.postProcessor.prefix.first
    endOfText = parts.endOfText ?? parts.postProcessor.suffix.last
    let added = parts.addedTokens
    specialTokens = Set(added.filter(\.isSpecial).map(\.id)).sorted()
    addedTokens = Dictionary(added.map { ($0.id, $0) }) { _, last in last }
    let largest = added.map { Int($0.id) + 1 }.max() ?? 0
    vocabularySize = max(parts.model.vocabulary.count, largest)
    let original = added.filter { !$0.isNormalized }
    originalFinder = AddedTokenFinder(original, patterns: original.map(\.content))
    let normalized = added.filter(\.isNormalized)
    normalizedFinder = AddedTokenFinder(
      normalized,
      patterns: normalized.map { token in
        let text = token.content.withUnsafeBufferPointer { AlignedText($0, base: 0) }
        return parts.normalizer?.apply(to: text).bytes ?? token.content
      })
  }

  /// Whether `encode(_:addSpecialTokens: true)` puts `beginningOfText` in front.
  public var addsBeginningOfText: Bool {
    beginningOfText.map { parts.postProcessor.prefix.contains($0) } ?? false
  }

  /// Whether `encode(_:addSpecialTokens: true)` puts `endOfText` at the end.
  public var addsEndOfText: Bool {
    endOfText.map { parts.postProcessor.suffix.contains($0) } ?? false
  }
}

/// Everything that makes a tokenizer, as the file formats give it.
struct TokenizerParts: Sendable {
  var source: String
  var model: TokenModel
  /// With a byte-level model: pieces that are not written in visible letters.
  var verbatimPieces: Set<Int32> = []
  var addedTokens: [AddedToken] = []
  var normalizer: Normalizer?
  var preTokenizer: PreTokenizer?
  var postProcessor = PostProcessor()
  var decoder: PieceDecoder?
  var beginningOfText: Int32?
  var endOfText: Int32?
}
