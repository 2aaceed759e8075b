/// A sentence turned into its opposite by rule.
enum Negation {
  private static let negators: Set<String> = ["not", "never"]
  private static let auxiliaries: Set<String> = [
    "is", "are", "was", "were", "can", "will", "does", "do", "did", "has", "have", "had", "should",
    "may", "might", "must", "would", "could",
  ]

  /// The sentence without its first "not" or "never", else with a "not" after its first auxiliary verb;
  /// nil when it has neither. The verb may stand in a clause, of which alone the sense is then turned.
  static func negated(_ sentence: String) -> String? {
    let words = EnglishText.words(sentence)
    if let place = words.indices.dropFirst().first(where: {
      negators.contains(words[$0].lowercased())
    }) {
      return sentence[..<words[place - 1].endIndex] + String(sentence[words[place].endIndex...])
    }
    guard let verb = words.first(where: { auxiliaries.contains($0.lowercased()) }) else {
      return nil
    }
    return sentence[..<verb.endIndex] + " not" + sentence[verb.endIndex...]
  }
}
