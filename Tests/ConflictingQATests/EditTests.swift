import ConflictingQA
import Statistics
import TestSupport
import Testing

@Suite struct EditTests {
  private let question = EvidenceQuestion(id: "q", text: "Should schools ban mobile phones?")
  private let document = EvidenceDocument(
    id: "d", questionID: "q", stance: .yes,
    text: """
      Teachers in 40 towns were asked about it, but few replied. Pupils may learn more when nothing \
      rings, and 62 % of them agree. Parents often worry at first. After a term they usually stop.
      """)

  @Test(arguments: EvidenceEdit.catalogue.map(\.id))
  func everyEditPassesItsCheckAndKeepsTheDocument(_ id: String) throws {
    let edit = try #require(EvidenceEdit.named(id))
    let edited = edit.apply(to: document, question: question, seed: 1)
    #expect(edited.outcome == .passed, "\(edited.edited.window)")
    #expect(edited.edited.id == document.id && edited.edited.text == document.text)
    #expect(edit.apply(to: document, question: question, seed: 1).edited == edited.edited)
    let pieces = edited.difference
    func words(_ kinds: [TextDifference.Kind]) -> [Substring] {
      pieces.filter { kinds.contains($0.kind) }.flatMap { $0.text.split(separator: " ") }
    }
    #expect(words([.same, .removed]) == document.window.split(whereSeparator: \.isWhitespace))
    #expect(words([.same, .added]) == edited.edited.window.split(whereSeparator: \.isWhitespace))
    if let placebo = edit.placebo { #expect(EvidenceEdit.named(placebo)?.family == .placebo) }
  }

  @Test func numbersBecomeImpossible() throws {
    let text = try #require(EvidenceEdit.named("I3")).apply(to: document, question: question)
      .edited.window
    #expect(text.contains("4000 towns") && text.contains("162 %"))
    let plain = EvidenceDocument(id: "e", questionID: "q", stance: .no, text: "No figure here.")
    #expect(
      EvidenceEdit.named("I3")?.apply(to: plain, question: question).outcome == .notPossible)
  }

  @Test func hedgesTurnIntoBoostersAndBack() throws {
    let confident = try #require(EvidenceEdit.named("S4")).apply(to: document, question: question)
    #expect(confident.edited.window.contains("Pupils will learn"))
    #expect(confident.edited.window.contains("Parents always worry"))
    let hedged = try #require(EvidenceEdit.named("S5")).apply(
      to: confident.edited, question: question)
    #expect(hedged.edited.window.contains("Pupils might learn"))
  }

  @Test func placebosHoldNoWordOfTheQuestion() throws {
    let edited = try #require(EvidenceEdit.named("P1")).apply(to: document, question: question)
    let lead = try #require(edited.difference.first)
    #expect(lead.kind == .added && EnglishText.words(lead.text).count == 5 + 7)
    #expect(Stems.content(question.text).isDisjoint(with: Stems.all(lead.text)))
  }

  @Test func rewritesMustPassTheirGates() throws {
    let rewrite = try #require(EvidenceRewrite.catalogue.first { $0.id == "L4" })
    #expect(rewrite.request(for: document, question: question).prompt.contains(document.window))
    func failures(_ text: String) -> [String] {
      rewrite.failures(of: text, for: document, question: question).map(\.sentence)
    }
    let good = document.window.replacing("may", with: "will clearly").replacing(
      "often", with: "always")
    #expect(failures(good) == [])
    #expect(failures(good.replacing("40", with: "50")) == ["the number 40 is gone"])
    #expect(failures(document.window).count == 1)
    #expect(failures("Clearly.").contains { $0.hasPrefix("its length") })
  }

  @Test func relevanceHelpsAndStyleDoesNot() async throws {
    let study = SyntheticStudy(questions: 40, documentsPerSide: 2, seed: 11)
    let reader = SyntheticReader(relevanceWeight: 1.5, positionBias: 0.3, promptNoise: 0.05)
    let baseline = try await study.scores(reader)
    var trials: [EditTrial] = []
    for id in ["R1", "R2", "S1", "X1", "P0", "P1"] {
      trials.append(
        try await study.design.run(try #require(EvidenceEdit.named(id)), reader))
    }
    let effects = EditEffect.all(trials, baseline: baseline, options: .init(resamples: 500))
    let byID = Dictionary(uniqueKeysWithValues: effects.map { ($0.edit.id, $0) })
    #expect(byID["R1"]?.verdict == .raises && byID["R2"]?.verdict == .raises)
    #expect(byID["S1"]?.verdict == EditEffect.Verdict.none)
    #expect(byID["X1"]?.verdict == EditEffect.Verdict.none)
    #expect(byID["P1"]?.verdict == .placebo && byID["P1"]?.holm.isNaN == true)
    #expect(abs(byID["P1"]?.winRate.value ?? 1) < 0.01)
    // A heading brings every content stem: the gain is the weight times what was missing.
    let missing = study.documents.map { document in
      1 - Double(EnglishText.words(document.window).count { $0.last == "x" }) / 4
    }
    #expect(agree(byID["R1"]?.logOdds.value ?? 0, 1.5 * Sample.mean(missing), within: 0.02))
  }

  /// What is asked for all edits at once is all that the edits ask for one by one.
  @Test func askingAllAtOnceLeavesNothingToAsk() async throws {
    let study = SyntheticStudy(questions: 3, documentsPerSide: 2, seed: 2)
    let reader = SyntheticReader()
    let folder = try TemporaryFolder()
    let stored = StoredReader(reader, store: try AnswerStore(path: folder.path("a.jsonl")))
    try await study.design.askAll(EvidenceEdit.catalogue, stored)
    let asked = stored.counts.asked
    #expect(try await study.design.baseline(stored) == study.scores(reader))
    for edit in EvidenceEdit.catalogue {
      let trial = try await study.design.run(edit, stored)
      #expect(try await study.design.run(edit, reader).scores == trial.scores)
    }
    #expect(stored.counts.asked == asked)
  }

  @Test func combinedEditsAreTakenApart() async throws {
    let study = SyntheticStudy(questions: 12, documentsPerSide: 1, seed: 12)
    let edits = ["R1", "S1"].compactMap(EvidenceEdit.named)
    let trial = try await FactorialTrial(
      edits, design: study.design,
      reader: SyntheticReader(relevanceWeight: 1, documentNoise: 0.2))
    let folder = try TemporaryFolder()
    try trial.write(to: folder.path("mixture.jsonl"))
    #expect(try FactorialTrial(path: folder.path("mixture.jsonl")) == trial)
    let result = FactorialEdits(trial, resamples: 300)
    #expect(result.effects.map(\.edits) == [["R1"], ["S1"], ["R1", "S1"]])
    #expect(result.documents == 24)
    #expect(result.effects[0].holm < 0.05 && result.effects[0].winRate.low > 0)
    #expect(abs(result.effects[1].winRate.value) < 1e-9)
    await #expect(throws: ConflictingQAError.self) {
      try await FactorialTrial(
        [edits[0]], design: study.design, reader: SyntheticReader())
    }
  }
}
