import Statistics

/// Edits of what is said and how much.
extension EvidenceEdit {
  static let informationEdits: [EvidenceEdit] = [
    EvidenceEdit(
      "I2", "shortened to about 60 % of its words", .information, placebo: "P0",
      mustHold: "30 to 75 % of the words are left, all of them from the text",
      check: { input, text in
        let share =
          Double(EnglishText.words(text).count)
          / Double(max(EnglishText.words(input.window).count, 1))
        return (0.3...0.75).contains(share)
      }, change: shortened),
    EvidenceEdit(
      "I3", "impossible numbers", .information, placebo: "P0",
      mustHold:
        "every figure changed and a share above 100 % or a figure a hundred times too large "
        + "stands in the text",
      check: { input, text in
        let (before, after) = (figures(input.window), figures(text))
        return before.count == after.count && zip(before, after).allSatisfy { $0 != $1 }
      }, change: { input, _ in corrupted(input.window) }),
    EvidenceEdit(
      "I4", "said twice", .information, placebo: "P2", mustHold: "every sentence stands twice",
      check: { input, text in
        EnglishText.words(text).count == 2 * EnglishText.words(input.window).count
      }, change: { input, _ in "\(input.window) \(input.window)" }),
    EvidenceEdit(
      "I5", "sentences shuffled", .information, placebo: "P0",
      mustHold: "the same sentences in another order",
      check: { input, text in
        let (before, after) = (EnglishText.sentences(input.window), EnglishText.sentences(text))
        return before != after && before.sorted() == after.sorted()
      }, change: shuffled),
  ]

  /// Keeps the first sentences up to 60 % of the words.
  private static func shortened(_ input: EditInput, _ generator: inout RandomGenerator) -> String? {
    let sentences = EnglishText.sentences(input.window)
    guard sentences.count > 2 else { return nil }
    let allowed = 0.6 * Double(EnglishText.words(input.window).count)
    var (kept, words) = ([String](), 0)
    for sentence in sentences {
      let count = EnglishText.words(sentence).count
      if !kept.isEmpty, Double(words + count) > allowed { break }
      kept.append(sentence)
      words += count
    }
    return kept.joined(separator: " ")
  }

  private static func shuffled(_ input: EditInput, _ generator: inout RandomGenerator) -> String? {
    let sentences = EnglishText.sentences(input.window)
    guard Set(sentences).count > 2 else { return nil }
    var order = sentences
    for _ in 0..<20 where order == sentences { generator.shuffle(&order) }
    return order.joined(separator: " ")
  }

  private static func figures(_ text: String) -> [Substring] {
    EnglishText.words(text).filter { $0.allSatisfy { $0.isNumber || $0 == "." || $0 == "," } }
  }

  /// Shares grow past 100 percent, other figures a hundredfold; nil without figures.
  private static func corrupted(_ text: String) -> String? {
    var (result, place) = ("", text.startIndex)
    var hasChanged = false
    for word in figures(text) {
      result += text[place..<word.startIndex]
      place = word.endIndex
      let after = text[place...].drop(while: \.isWhitespace)
      let isShare =
        after.hasPrefix("%") || after.hasPrefix("percent") || after.hasPrefix("per cent")
      result += isShare ? "1\(word)" + (word.count < 2 ? "0" : "") : "\(word)00"
      hasChanged = true
    }
    return hasChanged ? result + text[place...] : nil
  }
}
