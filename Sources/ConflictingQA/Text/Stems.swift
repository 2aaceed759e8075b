/// Texts as lists of stems, the currency of word overlap.
public enum Stems {
  /// Words that say nothing about a topic; the shortest common list of English function words.
  static let stopWords: Set<String> = [
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being",
    "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "he",
    "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "may", "more", "most", "much",
    "no", "not", "of", "on", "or", "our", "out", "over", "she", "should", "so", "some", "such",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "up", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will",
    "with", "would", "yes", "you", "your",
  ]

  /// The stems of all words of a text: lower case, whatever is no letter or digit divides.
  public static func all(_ text: String) -> [String] { pieces(text).map(PorterStemmer.stem) }

  /// The distinct stems of the words that are not function words.
  public static func content(_ text: String) -> Set<String> {
    Set(pieces(text).filter { !stopWords.contains($0) }.map(PorterStemmer.stem))
  }

  /// The share of a question's content stems that occur in a text, in [0, 1]; 0 without any.
  public static func coverage(of question: Set<String>, in text: String) -> Double {
    guard !question.isEmpty else { return 0 }
    return Double(question.intersection(Set(all(text))).count) / Double(question.count)
  }

  /// The number of words in the longest run of stems that two texts share. O(|a| |b|).
  public static func longestSharedRun(_ a: [String], _ b: [String]) -> Int {
    var best = 0
    var previous = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      var current = [Int](repeating: 0, count: b.count + 1)
      for (place, y) in b.enumerated() where x == y {
        current[place + 1] = previous[place] + 1
        best = max(best, current[place + 1])
      }
      previous = current
    }
    return best
  }

  private static func pieces(_ text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }
}
