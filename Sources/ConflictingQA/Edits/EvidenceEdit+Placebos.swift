import Statistics

/// Changes that should not matter: what an edit does beyond them is its own.
extension EvidenceEdit {
  static let placebos: [EvidenceEdit] = [
    EvidenceEdit(
      "P0", "neutral rewording", .placebo, placebo: nil,
      mustHold: "at most a fifth of the words changed, none of the question's",
      check: { input, text in
        let words = max(EnglishText.words(input.window).count, 1)
        let removed = TextDifference.words(from: input.window, to: text)
          .filter { $0.kind == .removed }
        let changed = removed.reduce(0) { $0 + EnglishText.words($1.text).count }
        let question = Stems.content(input.question.text)
        let kept = Stems.coverage(of: question, in: text)
        return 5 * changed <= words && kept == Stems.coverage(of: question, in: input.window)
      }, change: { input, _ in reworded(input) }),
    filler(
      "P1", "neutral lead as long as R2",
      words: { input in
        EnglishText.words(input.question.text).count + 7
      }),
    filler(
      "P2", "neutral filler as long as the text",
      words: { input in
        EnglishText.words(input.window).count
      }),
  ]

  /// Neutral sentences with an exact number of words in front of the text (behind it for P2's length
  /// makes no difference to what is said).
  private static func filler(
    _ id: String, _ title: String, words: @escaping @Sendable (EditInput) -> Int
  ) -> EvidenceEdit {
    EvidenceEdit(
      id, title, .placebo, placebo: nil,
      mustHold: "as many words are added as asked, none of them with a stem of the question",
      check: { input, text in
        let added = text.dropLast(input.window.count)
        return EnglishText.words(String(added)).count == words(input)
          && Stems.content(input.question.text).isDisjoint(with: Stems.all(String(added)))
      },
      change: { input, _ in
        Filler.text(words: words(input), avoiding: Stems.content(input.question.text)).map {
          "\($0) \(input.window)"
        }
      })
  }

  /// Function words and connectives against others of the same sense.
  private static let synonyms: [String: String] = [
    "also": "too", "although": "though", "but": "yet", "because": "since", "many": "numerous",
    "often": "frequently", "about": "around", "however": "still", "while": "whereas",
    "though": "although", "mostly": "mainly", "several": "various", "usually": "normally",
    "big": "large", "whole": "entire", "start": "begin", "starts": "begins", "show": "indicate",
    "shows": "indicates", "get": "obtain", "gets": "obtains", "need": "require",
    "needs": "requires", "use": "employ", "uses": "employs", "quickly": "rapidly", "until": "till",
    "nearly": "almost", "almost": "nearly", "buy": "purchase", "only": "just", "just": "only",
    "every": "each", "each": "every", "than": "than", "among": "amongst", "keep": "retain",
    "keeps": "retains", "like": "such as", "rather": "instead", "so": "thus", "large": "big",
    "small": "little", "when": "whenever", "where": "wherever", "people": "persons",
  ]

  private static func reworded(_ input: EditInput) -> String? {
    let question = Stems.content(input.question.text)
    let allowed = synonyms.filter { word, other in
      !question.contains(PorterStemmer.stem(word))
        && question.isDisjoint(with: Stems.content(other))
    }
    let reworded = WordSwap.apply(allowed, to: input.window)
    if reworded != input.window { return reworded }
    // A text without any of these words still gets one that adds nothing.
    return "Now, \(input.window)"
  }
}

/// Sentences about nothing.
enum Filler {
  private static let sentences = [
    "The lines below follow in their given order.", "What comes next is set out line by line.",
    "A short note stands here before the rest begins.",
    "The layout of the page was left as it arrived.",
    "Blank space above and below was trimmed by the printer.",
    "This copy uses the same typeface throughout.", "The margin on the left is one finger wide.",
    "Spelling follows the house manual.", "Paragraphs keep their original breaks.",
    "The file was saved once and then closed.", "Nothing else stands at the top of this sheet.",
    "The footer has been folded away.",
  ]

  /// Exactly `words` words of such sentences without a stem that must be avoided; nil when there are
  /// none left. Long texts repeat them.
  static func text(words: Int, avoiding stems: Set<String>) -> String? {
    let allowed = sentences.filter { stems.isDisjoint(with: Stems.all($0)) }
    guard !allowed.isEmpty, words > 0 else { return nil }
    var pieces: [Substring] = []
    var place = 0
    while pieces.count < words {
      pieces += allowed[place % allowed.count].split(separator: " ")
      place += 1
    }
    var text = pieces.prefix(words).joined(separator: " ")
    if text.last != "." { text += "." }
    return text
  }
}
