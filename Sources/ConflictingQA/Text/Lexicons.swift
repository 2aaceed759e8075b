/// Small word lists written for this project; rates over them are rough and comparable within a
/// study, not measurements of a writer's mind.
enum Lexicons {
  /// Words that weaken a claim.
  static let hedges: Set<String> = [
    "almost", "apparently", "appear", "appears", "arguably", "could", "estimated", "generally",
    "hint", "hints", "largely", "likely", "may", "maybe", "might", "mostly", "often", "perhaps",
    "plausible", "plausibly", "possible", "possibly", "potentially", "presumably", "probable",
    "probably", "roughly", "seem", "seemed", "seems", "somewhat", "sometimes", "suggest",
    "suggested", "suggesting", "suggests", "tend", "tends", "tentative", "tentatively", "uncertain",
    "unclear", "usually",
  ]

  /// Words that strengthen a claim.
  static let boosters: Set<String> = [
    "absolutely", "always", "beyond", "certain", "certainly", "clear", "clearly", "completely",
    "conclusive", "conclusively", "decisively", "definite", "definitely", "definitively",
    "demonstrate", "demonstrates", "entirely", "established", "evident", "evidently", "firmly",
    "fully", "inevitably", "must", "never", "obvious", "obviously", "overwhelming",
    "overwhelmingly", "plain", "plainly", "prove", "proved", "proven", "proves", "simply",
    "surely", "totally", "truly", "undeniable", "undeniably", "undoubtedly", "unquestionably",
    "without", "wholly",
  ]

  /// Words of praise, gain and ease.
  static let positive: Set<String> = [
    "advantage", "advantages", "beautiful", "benefit", "beneficial", "benefits", "best", "better",
    "brilliant", "calm", "comfort", "delight", "easier", "easy", "effective", "efficient", "enjoy",
    "excellent", "fair", "flourish", "free", "gain", "gains", "good", "great", "happier", "happy",
    "healthier", "healthy", "help", "helped", "helpful", "helps", "honest", "hope", "improve",
    "improved", "improvement", "improves", "joy", "love", "loved", "pleasant", "positive",
    "powerful", "pride", "promising", "protect", "protects", "proud", "reliable", "rich", "safe",
    "safer", "safety", "save", "saves", "stronger", "succeed", "success", "successful", "thrive",
    "useful", "valuable", "welcome", "well", "wonderful", "worth",
  ]

  /// Words of blame, loss and fear.
  static let negative: Set<String> = [
    "afraid", "awful", "bad", "broken", "burden", "cost", "costly", "cruel", "crisis", "damage",
    "damaged", "damages", "danger", "dangerous", "dead", "death", "decline", "despair", "destroy",
    "disaster", "disease", "expensive", "fail", "failed", "fails", "failure", "false", "fear",
    "flawed", "grief", "harm", "harmed", "harmful", "harms", "hate", "hurt", "hurts", "injury",
    "lonely", "lose", "loses", "loss", "misery", "misleading", "pain", "painful", "poor", "poorer",
    "problem", "problems", "risk", "risks", "risky", "ruin", "sad", "shame", "sick", "stress",
    "suffer", "suffering", "suffers", "terrible", "threat", "tired", "toxic", "tragedy", "unfair",
    "unsafe", "waste", "wasted", "weak", "worse", "worst", "wrong",
  ]

  /// Words that turn the sentiment of what follows.
  static let negators: Set<String> = [
    "cannot", "hardly", "neither", "never", "no", "none", "nor",
    "not", "without",
  ]

  static let firstPerson: Set<String> = [
    "i", "i'm", "i've", "me", "mine", "my", "our", "ours", "us", "we", "we're", "we've",
  ]
  static let secondPerson: Set<String> = ["you", "you'd", "you'll", "you're", "your", "yours"]

  /// How many of some words are in a list, per hundred words; 0 without words.
  static func rate(_ list: Set<String>, in words: [String]) -> Double {
    guard !words.isEmpty else { return 0 }
    return 100 * Double(words.count { list.contains($0) }) / Double(words.count)
  }

  /// Boosters less hedges per hundred words: how sure a text sounds.
  static func confidence(of text: String) -> Double {
    let words = EnglishText.lowercasedWords(text)
    return rate(boosters, in: words) - rate(hedges, in: words)
  }

  /// Words of praise and blame per hundred words.
  static func feeling(of text: String) -> Double {
    rate(positive.union(negative), in: EnglishText.lowercasedWords(text))
  }

  /// Positive minus negative words per hundred words; one of the three words before it that negates
  /// turns a word's sign.
  static func sentiment(_ words: [String]) -> Double {
    guard !words.isEmpty else { return 0 }
    var sum = 0
    for (place, word) in words.enumerated() {
      let sign = positive.contains(word) ? 1 : negative.contains(word) ? -1 : 0
      guard sign != 0 else { continue }
      let before = words[max(0, place - 3)..<place]
      let isTurned = before.contains { negators.contains($0) || $0.hasSuffix("n't") }
      sum += isTurned ? -sign : sign
    }
    return 100 * Double(sum) / Double(words.count)
  }
}
