/// The part of a tokenizer that knows the vocabulary.
enum TokenModel: Sendable {
  case bytePair(BytePairModel)
  case unigram(UnigramModel)
  case wordLevel(WordLevelModel)

  var vocabulary: Vocabulary {
    switch self {
    case .bytePair(let model): model.vocabulary
    case .unigram(let model): model.vocabulary
    case .wordLevel(let model): model.vocabulary
    }
  }

  /// Whether pieces are raw bytes that are shown in GPT-2's visible letters.
  var isByteLevel: Bool {
    if case .bytePair(let model) = self { model.isByteLevel } else { false }
  }
}
