/// A window beside its question, taken apart once for all features that need no model.
struct DocumentText {
  let window: String
  let question: String
  let words: [String]
  private let cue: (found: Bool, position: Double)

  init(_ window: String, question: String) {
    (self.window, self.question) = (window, question)
    words = EnglishText.lowercasedWords(window)
    cue = Self.answerCue(window, question: Stems.content(question))
  }

  /// The value of a feature that this text alone decides; NaN for the others.
  func value(of feature: EvidenceFeature) -> Double {
    switch feature {
    case .sharedRun:
      Double(Stems.longestSharedRun(Stems.all(question), Stems.all(window)))
    case .words: Double(words.count)
    case .uniqueWords: Double(Set(words).count)
    case .lexicalDiversity: Readability.lexicalDiversity(words)
    case .grade: Readability.grade(window)
    case .sentiment: Lexicons.sentiment(words)
    case .hedges: Lexicons.rate(Lexicons.hedges, in: words)
    case .boosters: Lexicons.rate(Lexicons.boosters, in: words)
    case .numerals: perHundred(words.count { $0.contains(where: \.isNumber) })
    case .references: perHundred(CitationPatterns.references(window))
    case .quotations: Double(CitationPatterns.quotations(window))
    case .firstPerson: Lexicons.rate(Lexicons.firstPerson, in: words)
    case .secondPerson: Lexicons.rate(Lexicons.secondPerson, in: words)
    case .answerCue: cue.found ? 1 : 0
    case .answerCuePosition: cue.position
    case .embeddingSimilarity, .bm25, .logPerplexity: .nan
    }
  }

  private func perHundred(_ count: Int) -> Double {
    words.isEmpty ? 0 : 100 * Double(count) / Double(words.count)
  }

  private static func answerCue(_ window: String, question: Set<String>) -> (Bool, Double) {
    let sentences = EnglishText.sentences(window)
    let place = sentences.firstIndex { sentence in
      let first = EnglishText.words(sentence).first?.lowercased()
      return first == "yes" || first == "no"
        || Stems.coverage(of: question, in: sentence) >= 0.6
    }
    guard let place else { return (false, 1) }
    return (true, Double(place) / Double(sentences.count))
  }
}
