import ConflictingQA
import TestSupport
import Testing
import TextFiles

@Suite struct TextMeasureTests {
  private let golden: JSONValue

  init() throws { golden = try JSONValue.load(path: Goldens.path("evidence.json")) }

  @Test func stemsAreThoseOfNLTK() throws {
    for pair in try golden.list("stems") {
      let word = try #require(pair[0]?.string)
      #expect(PorterStemmer.stem(word) == pair[1]?.string, "\(word)")
    }
  }

  /// Words and sentences as textstat counts them; MTLD as lexicalrichness does; syllables within a
  /// twentieth of the CMU dictionary's.
  @Test func countsAreThoseOfOthers() throws {
    for row in try golden.list("texts") {
      let text = try #require(row["text"]?.string)
      let words = EnglishText.lowercasedWords(text)
      #expect(words.count == row["words"]?.int)
      #expect(EnglishText.sentences(text).count == row["sentences"]?.int)
      #expect(agree(Readability.lexicalDiversity(words), try row.number("mtld")))
      let syllables = words.reduce(0) { $0 + Readability.syllables($1) }
      #expect(abs(Double(syllables) / (try row.number("syllables")) - 1) < 0.05)
    }
  }

  @Test func searchScoresAreThoseOfRankBM25() throws {
    let texts = try golden.list("texts").compactMap { $0["text"]?.string }
    let index = BM25(texts)
    let part = try golden.member("bm25")
    let query = try #require(part["query"]?.string)
    let scores = texts.indices.map { index.score(query, text: $0) }
    #expect(worstDistance(scores, try part.numbers("scores")) < 1e-12)
  }

  @Test(arguments: [
    ("Dr. Lee met Mr. Ito at 3.5 km. They ate.", 2), ("\"Why?\" she asked. No one knew!", 2),
    ("One line\nanother line", 2), ("See Fig. 2 and Harlund et al. 2010 for it.", 1),
    ("It ended (at last.) Then it rained...  And stopped", 3), ("", 0),
    ("J. R. Verrick wrote it.", 1), ("So did I. Nobody else did.", 2),
  ])
  func sentencesEndWhereTheyEnd(_ text: String, _ count: Int) {
    #expect(EnglishText.sentences(text).count == count)
  }

  @Test func wordsKeepTheirInnerMarks() {
    #expect(
      EnglishText.words("Don't pay 3.50 (or 1,000) for well-known 'facts' - ever.")
        == ["Don't", "pay", "3.50", "or", "1,000", "for", "well-known", "facts", "ever"])
    #expect(EnglishText.words("  ").isEmpty)
  }

  @Test func theLongestSharedRunIsContiguous() {
    let question = Stems.all("Should cities ban private cars?")
    #expect(Stems.longestSharedRun(question, Stems.all("Cities banned private cars.")) == 4)
    #expect(Stems.longestSharedRun(question, Stems.all("Cars, private or not, in a city.")) == 1)
    #expect(Stems.longestSharedRun(question, []) == 0)
  }

  @Test func featuresSeeWhatTheyAreNamedFor() async throws {
    let question = EvidenceQuestion(id: "q", text: "Is cold water good for sleep?")
    func document(_ id: String, _ text: String) -> EvidenceDocument {
      EvidenceDocument(id: id, questionID: "q", stance: .yes, text: text)
    }
    let table = try await FeatureTable(
      questions: [question],
      documents: [
        document(
          "plain", "We swim. You see 12 of us [3], as Harlund et al. found (Verrick, 2011)."),
        document("cue", "It was late. Yes, it is certainly not bad, \"perhaps\"."),
      ])
    #expect(!table.features.contains(.logPerplexity))
    #expect(table.value(.answerCue, of: "cue") == 1)
    #expect(table.value(.answerCuePosition, of: "cue") == 0.5)
    #expect(table.value(.answerCuePosition, of: "plain") == 1)
    #expect(table.value(.quotations, of: "cue") == 1)
    #expect(table.value(.sentiment, of: "cue") > 0)
    #expect(table.value(.hedges, of: "cue") == table.value(.boosters, of: "cue"))
    // Fifteen words: three references, three figures, two first persons, one second person.
    #expect(agree(table.value(.references, of: "plain"), 300 / 15))
    #expect(agree(table.value(.numerals, of: "plain"), 300 / 15))
    #expect(agree(table.value(.firstPerson, of: "plain"), 200 / 15))
    #expect(agree(table.value(.secondPerson, of: "plain"), 100 / 15))
    #expect(table.value(.bm25, of: "unknown").isNaN)
  }
}
