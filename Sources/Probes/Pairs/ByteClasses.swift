public import LanguageModels

/// The first byte of text that each token of a vocabulary adds: what makes next-token distributions
/// of different tokenizers comparable.
///
/// Summed over tokens that begin with the same byte, a next-token distribution becomes one over the
/// next byte of the text, an outcome that every tokenizer shares. Next-token entropies of two
/// vocabularies are not the same quantity: a coarser vocabulary says more with a token, so its entropy
/// is larger for equal knowledge of the text. Next-byte entropies are (up to texts that a tokenizer
/// would have cut otherwise, which models give little probability), but they see only the first
/// letter: two words that begin alike are one outcome.
public struct ByteClasses: Sendable, Equatable {
  /// The 256 bytes, and one class for tokens without text (end of text, and other special tokens).
  public static let count = 257

  /// The class of each token.
  public let classes: [Int16]

  /// Reads the bytes of every token of a tokenizer; tokens beyond its vocabulary have no text.
  ///
  /// Costs about a microsecond a token.
  public init(_ tokenizer: Tokenizer, vocabularySize: Int) {
    // Behind another token a piece keeps the space that decoders take from the start of a text.
    let lead = tokenizer.encode("a", addSpecialTokens: false).ids
    let leadBytes = tokenizer.decodeBytes(lead).count
    let special = Set(tokenizer.specialTokens)
    classes = (0..<Int32(vocabularySize)).map { id in
      guard Int(id) < tokenizer.vocabularySize, !special.contains(id) else { return 256 }
      return tokenizer.decodeBytes(lead + [id]).dropFirst(leadBytes).first.map { Int16($0) } ?? 256
    }
  }

  init(classes: [Int16]) { self.classes = classes }

  /// The distribution of the next byte [257] from a row of logits; entries beyond the classes are
  /// padding.
  func distribution(_ logits: UnsafeBufferPointer<Float>) -> [Double] {
    let count = min(logits.count, classes.count)
    let shift = logSumExp(logits[..<count])
    var probabilities = [Double](repeating: 0, count: Self.count)
    for token in 0..<count {
      probabilities[Int(classes[token])] += elementaryExp(Double(logits[token]) - shift)
    }
    return probabilities
  }
}
