/// A number that describes a document, or a document beside its question (section 3.1 of the
/// specification of ConflictingQA, and cheap ones added here).
public enum EvidenceFeature: String, CaseIterable, Sendable {
  /// Cosine of the embeddings of question and window, less the mean over the study's windows.
  case embeddingSimilarity = "embedding similarity"
  /// BM25 of the question's words over the windows of the study.
  case bm25 = "BM25"
  /// Words in the longest run of Porter stems shared with the question.
  case sharedRun = "shared stemmed n-gram"
  /// Number of words.
  case words = "words"
  /// Number of different words in lower case.
  case uniqueWords = "unique words"
  /// MTLD at 0.72.
  case lexicalDiversity = "MTLD"
  /// Flesch-Kincaid grade.
  case grade = "Flesch-Kincaid grade"
  /// Positive minus negative words per hundred words, negation turned.
  case sentiment = "sentiment"
  /// Mean negative log-probability of a token under a frozen model, nats.
  case logPerplexity = "log perplexity"
  /// Words that weaken per hundred words.
  case hedges = "hedges"
  /// Words that strengthen per hundred words.
  case boosters = "boosters"
  /// Words with a digit per hundred words.
  case numerals = "numerals"
  /// References per hundred words.
  case references = "references"
  /// Quoted passages.
  case quotations = "quotations"
  /// Words of the first person per hundred words.
  case firstPerson = "first person"
  /// Words of the second person per hundred words.
  case secondPerson = "second person"
  /// Whether a sentence begins with yes or no or holds at least 0.6 of the question's content stems.
  case answerCue = "answer sentence"
  /// Where that sentence stands: 0 first, towards 1 last, 1 when there is none.
  case answerCuePosition = "answer sentence late"

  /// What kind of property it is.
  public enum Family: String, CaseIterable, Sendable {
    /// Closeness to the question.
    case relevance
    /// How much is said.
    case length
    /// How it is said.
    case style
  }

  /// The kind of property it is.
  public var family: Family {
    switch self {
    case .embeddingSimilarity, .bm25, .sharedRun, .answerCue, .answerCuePosition: .relevance
    case .words, .uniqueWords: .length
    default: .style
    }
  }
}
