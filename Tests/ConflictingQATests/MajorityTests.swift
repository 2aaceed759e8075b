import ConflictingQA
import Statistics
import TestSupport
import Testing

@Suite struct MajorityTests {
  private let study = SyntheticStudy(questions: 12, documentsPerSide: 4, seed: 3)

  private func prompts(
    paraphrases: [String: [String]] = [:]
  ) -> [MajorityPrompt] {
    study.questions.flatMap { question in
      MajorityPrompt.all(
        question, documents: study.documents.filter { $0.questionID == question.id },
        paraphrases: paraphrases)
    }
  }

  private func scores(
    _ prompts: [MajorityPrompt], _ reader: any EvidenceReader = SyntheticReader()
  ) async throws -> [MajorityScore] {
    let answers = try await reader.answers(to: prompts.map(\.prompt))
    return zip(prompts, answers).map { MajorityScore($0, $1) }
  }

  @Test func majoritiesOfIndependentTextsCount() async throws {
    let curve = MajorityCurve(try await scores(prompts()), resamples: 200)
    #expect(curve.points.count == 8)
    #expect(curve.points.first { $0.ratio == 1 }?.gain == nil)
    #expect(curve.points.filter { $0.ratio == 4 }.allSatisfy { ($0.gain?.low ?? 0) > 0 })
  }

  /// A reader that sees a text once however often it stands there.
  private struct Sceptic: EvidenceReader {
    let identity = "sceptic"

    func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
      prompts.map { prompt in
        var seen: Set<String> = []
        let votes = prompt.documents.filter { seen.insert($0.window).inserted }
          .reduce(0) { $0 + $1.stance.sign }
        return AnswerProbabilities(logYes: votes / 2 - 5, logNo: -votes / 2 - 5)
      }
    }
  }

  @Test func aReaderThatCountsSourcesGainsNothingByRepeats() async throws {
    let paraphrases = Dictionary(
      uniqueKeysWithValues: study.documents.map {
        ($0.id, ["\($0.window) Once.", "\($0.window) B."])
      }
    )
    let curve = MajorityCurve(
      try await scores(prompts(paraphrases: paraphrases), Sceptic()), resamples: 200)
    func point(_ kind: MajorityKind, _ ratio: Int) throws -> MajorityCurve.Point {
      try #require(curve.points.first { $0.kind == kind && $0.ratio == ratio })
    }
    #expect(try point(.repeats, 4).gain?.value == 0)
    #expect(try point(.repeats, 4).pValue == 1)
    #expect(try agree(point(.independent, 3).beyondRepeats?.value ?? 0, 2))
    #expect(try agree(point(.paraphrases, 3).gain?.value ?? 0, 2))
    #expect(try point(.independent, 3).holm < 0.05)
    #expect(!curve.points.contains { $0.kind == .paraphrases && $0.ratio == 4 })
  }

  @Test func scoresComeBackFromTheirFile() async throws {
    let scores = try await scores(prompts())
    let folder = try TemporaryFolder()
    let file = folder.path("majorities.jsonl")
    try MajorityScore.write(scores, to: file)
    #expect(try MajorityScore.read(path: file) == scores)
  }

  @Test func paraphrasesByRuleSayTheSameInOtherWords() throws {
    let document = EvidenceDocument(
      id: "d", questionID: "q", stance: .yes,
      text: """
        Trams are quiet and clean. Many of them run all night. They often stop near the market. \
        Nobody minds the short wait there.
        """)
    let question = EvidenceQuestion(id: "q", text: "Are trams good?")
    let texts = Paraphrases.byRule(of: document, question: question)
    #expect(texts.count == 3 && Set(texts + [document.window]).count == 4)
    #expect(texts.allSatisfy { $0.contains("rams are quiet and clean.") })
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "{\"document\": \"d\", \"text\": \"A\"}\n{\"document\": \"d\", \"text\": \"B\"}\n",
      to: "p.jsonl")
    #expect(try Paraphrases.read(path: file) == ["d": ["A", "B"]])
    let bad = try folder.write("{\"document\": \"d\"}\n", to: "bad.jsonl")
    #expect(throws: ConflictingQAError.self) { try Paraphrases.read(path: bad) }
  }
}
