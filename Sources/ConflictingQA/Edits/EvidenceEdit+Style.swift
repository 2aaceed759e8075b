import Statistics

/// Edits of tone and looks.
extension EvidenceEdit {
  static let styleEdits: [EvidenceEdit] = [
    EvidenceEdit(
      "S1", "references after sentences", .style, placebo: "P0",
      mustHold: "there are more references, and nothing else changed",
      check: { input, text in
        CitationPatterns.references(text) > CitationPatterns.references(input.window)
      }, change: addReferences),
    EvidenceEdit(
      "S4", "confident tone", .style, placebo: "P0",
      mustHold: "more boosters or fewer hedges a word",
      check: { input, text in Lexicons.confidence(of: text) > Lexicons.confidence(of: input.window)
      },
      change: { input, _ in
        retoned(input.window, swaps: confident, leads: ["Clearly, ", "Without doubt, "])
      }),
    EvidenceEdit(
      "S5", "hedged tone", .style, placebo: "P0", mustHold: "fewer boosters or more hedges a word",
      check: { input, text in Lexicons.confidence(of: text) < Lexicons.confidence(of: input.window)
      },
      change: { input, _ in
        retoned(input.window, swaps: hedged, leads: ["Perhaps ", "It seems possible that "])
      }),
  ]

  /// Invented authors: the marks of a reference without a work behind it.
  private static let authors = ["Harlund", "Verrick", "Ostenby", "Quillane", "Tarnholt", "Brevik"]

  private static func addReferences(
    _ input: EditInput, _ generator: inout RandomGenerator
  ) -> String? {
    let sentences = EnglishText.sentences(input.window)
    guard !sentences.isEmpty else { return nil }
    var number = generator.integer(below: authors.count)
    return sentences.enumerated().map { place, sentence in
      guard place % 2 == 0, let mark = sentence.last, ".!?".contains(mark) else { return sentence }
      let year = 2004 + generator.integer(below: 18)
      number += 1
      return sentence.dropLast() + " (\(authors[number % authors.count]) et al., \(year))"
        + String(mark)
    }.joined(separator: " ")
  }

  private static let confident: [String: String] = [
    "may": "will", "might": "will", "could": "will", "can": "will", "suggests": "proves",
    "suggest": "prove", "suggested": "proved", "possibly": "certainly", "perhaps": "certainly",
    "probably": "certainly", "likely": "certainly", "often": "always", "sometimes": "always",
    "usually": "always", "generally": "always", "tends": "never fails", "seems": "proves",
    "seem": "prove", "appears": "proves", "appear": "prove", "apparently": "obviously",
    "largely": "entirely", "mostly": "entirely", "somewhat": "clearly", "roughly": "exactly",
    "plausible": "certain", "possible": "certain", "potentially": "certainly",
  ]

  private static let hedged: [String: String] = [
    "always": "often", "never": "rarely", "certainly": "possibly", "clearly": "apparently",
    "obviously": "apparently", "definitely": "possibly", "proves": "suggests", "prove": "suggest",
    "proved": "suggested", "proven": "suggested", "must": "might", "will": "might",
    "demonstrates": "suggests", "demonstrate": "suggest", "shows": "suggests", "show": "suggest",
    "completely": "largely", "entirely": "largely", "totally": "largely", "fully": "largely",
    "simply": "perhaps", "undoubtedly": "probably", "surely": "probably", "truly": "perhaps",
    "certain": "possible", "plainly": "apparently", "absolutely": "possibly",
  ]

  /// The text with words swapped; leads go before two sentences where nothing could be swapped.
  private static func retoned(
    _ text: String, swaps: [String: String], leads: [String]
  ) -> String? {
    let swapped = WordSwap.apply(swaps, to: text)
    guard swapped == text else { return swapped }
    var sentences = EnglishText.sentences(text)
    for (lead, place) in zip(leads, [0, 2]) where sentences.indices.contains(place) {
      let sentence = sentences[place]
      let first = String(sentence.prefix { !$0.isWhitespace })
      // Names and "I" keep their capital; the short words that open most sentences lose it.
      let isPlain = Stems.stopWords.contains(first.lowercased()) && first != "I"
      let start = isPlain ? sentence.prefix(1).lowercased() : String(sentence.prefix(1))
      sentences[place] = lead + start + sentence.dropFirst()
    }
    return sentences.joined(separator: " ")
  }
}

/// Words exchanged for others, everything between them kept.
enum WordSwap {
  /// The text with every listed word exchanged; a capital at its beginning stays one.
  static func apply(_ swaps: [String: String], to text: String) -> String {
    var result = ""
    var place = text.startIndex
    for word in EnglishText.words(text) {
      result += text[place..<word.startIndex]
      place = word.endIndex
      guard let swap = swaps[word.lowercased()] else {
        result += word
        continue
      }
      let hasCapital = word.first?.isUppercase ?? false
      result += hasCapital ? swap.prefix(1).uppercased() + swap.dropFirst() : swap
    }
    return result + text[place...]
  }
}
