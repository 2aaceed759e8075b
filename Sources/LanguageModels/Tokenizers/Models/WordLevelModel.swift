/// A vocabulary of whole words: a word is its token, or the unknown token.
///
/// Immutable; a class for the same reason as `BytePairModel`.
final class WordLevelModel: Sendable {
  let vocabulary: Vocabulary
  /// The token of a word that has none.
  let unknown: Int32

  init(vocabulary: Vocabulary, unknown: Int32) {
    self.vocabulary = vocabulary
    self.unknown = unknown
  }

  /// Appends the token of a word. Cost: linear in the word.
  func encode(_ word: TextBytes, into tokens: inout [WordToken]) {
    if word.isEmpty { return }
    let id = vocabulary.id(of: word) ?? unknown
    tokens.append(WordToken(id: id, start: 0, length: Int32(word.count)))
  }
}
