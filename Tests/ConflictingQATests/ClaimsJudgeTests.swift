import ConflictingQA
import Statistics
import TestSupport
import Testing

/// Whether a text keeps the claims of another one, by a judge held against references.
@Suite struct ClaimsJudgeTests {
  /// Believes a claim by the share of its words that the text holds, on a level of its own.
  private struct WordJudge: EvidenceReader {
    let identity = "words"
    var level = 0.0

    func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
      prompts.map { prompt in
        let text = Set(EnglishText.lowercasedWords(prompt.documents[0].window))
        let claim = EnglishText.lowercasedWords(prompt.question.text)
        let share = Double(claim.count { text.contains($0) }) / Double(claim.count)
        return AnswerProbabilities(logYes: level + share - 9, logNo: -9)
      }
    }
  }

  /// Says yes to everything, equally sure.
  private struct YesJudge: EvidenceReader {
    let identity = "yes"

    func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
      prompts.map { _ in AnswerProbabilities(logYes: -0.01, logNo: -5) }
    }
  }

  private static let texts = [
    "Trams may run on Sundays in 40 towns. They could cost very little there. Who pays?",
    "Trams do not run at night. Drivers want to sleep at home.",
    "Bees can count to four. Hives hold thousands of them in summer.",
    "Bees never count. Flowers are found by smell alone.",
    "Tea was drunk before coffee was known. Old jars prove it well.",
    "Coffee is the older drink. Goats ate its berries first.",
    "Stone bridges will last for ages. Frost cannot harm their arches.",
    "Iron bridges must be painted often. Rust eats the rivets.",
  ]

  private let design: EditDesign = {
    let questions = (0..<4).map { EvidenceQuestion(id: "q\($0)", text: "Is \($0) so?") }
    let documents = texts.enumerated().map { place, text in
      EvidenceDocument(
        id: "d\(place)", questionID: "q\(place / 2)", stance: place % 2 == 0 ? .yes : .no,
        text: text)
    }
    return EditDesign(questions: questions, documents: documents)
  }()

  private func failures(
    of text: String, _ reader: any EvidenceReader
  ) async throws -> [RewriteFailure] {
    try await ClaimsJudge(reader, documents: design.documents)
      .failures(of: text, for: design.documents[0])
  }

  @Test(arguments: [0.0, 6, -6])
  func losingAndAddingAreToldWhateverTheJudgeLeansTo(level: Double) async throws {
    let judge = WordJudge(level: level)
    let kept = "They could there cost very little. In 40 towns trams may run on Sundays."
    #expect(try await failures(of: kept, judge).isEmpty)
    let shorter = try await failures(of: "In 40 towns trams may run on Sundays.", judge)
    #expect(shorter.map(\.gate) == [.claims])
    #expect(shorter[0].sentence == "it no longer says \"They could cost very little there.\"")
    let longer = try await failures(of: kept + " Horses pulled the first carriages.", judge)
    #expect(longer.map(\.sentence) == ["it adds \"Horses pulled the first carriages.\""])
  }

  @Test func aJudgeThatAlwaysSaysYesLetsNothingPass() async throws {
    let faithful = "In 40 towns trams may run on Sundays. They could there cost very little."
    let refused = try await failures(of: faithful, YesJudge())
    #expect(refused.map(\.gate) == [.undecided])
    // What stands there word for word needs no judge.
    let turned = "They could cost very little there. Trams may run on Sundays in 40 towns."
    #expect(try await failures(of: turned, YesJudge()).isEmpty)
  }

  @Test func aTrialCountsWhatWasRefused() async throws {
    struct Writer: Rewriter {
      let identity = "writer"

      func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
        requests.map { request in
          let text = request.text.replacing("may", with: "will surely")
          return request.documentID == "d0"
            ? text.replacing("They could cost very little there", with: "Clearly horses eat grass")
            : "Surely " + text
        }
      }
    }
    let confident = try #require(EvidenceRewrite.catalogue.first { $0.id == "L4" })
    let judge = try ClaimsJudge(WordJudge(), documents: design.documents)
    let trial = try await design.run(
      confident, by: Writer(), SyntheticReader(), claims: judge, attempts: 1)
    #expect(trial.failedGates == [.claims: 1] && trial.count(.passed) == 7)
    #expect(trial.isJudged(.claims) && trial.edit.claimsJudge == "words")
    let folder = try TemporaryFolder()
    try EditFile.write([trial], reader: "r", to: folder.path("edits.jsonl"))
    let rows = design.documents.compactMap { document in
      design.questions.first { $0.id == document.questionID }.map {
        EvidenceRow(row: 1, question: $0, document: document)
      }
    }
    let back = try EditFile.read(path: folder.path("edits.jsonl"), evidence: EvidenceSet(rows))
    #expect(back[0].edit == trial.edit && back[0].failedGates == trial.failedGates)
    let without = try await design.run(confident, by: Writer(), SyntheticReader())
    #expect(!without.isJudged(.claims) && without.count(.passed) == 8)
  }

  @Test func aJudgeNeedsTextsOfOtherQuestions() {
    let error = #expect(throws: ConflictingQAError.self) {
      try ClaimsJudge(YesJudge(), documents: Array(design.documents.prefix(4)))
    }
    #expect(error?.description.contains("only 2 questions") == true)
  }

  @Test func aTestTellsGoodJudgesFromBadOnes() async throws {
    let test = try await ClaimsTest(
      ClaimsJudge(WordJudge(), documents: design.documents), design: design)
    let rows = test.rows(resamples: 50)
    func row(_ control: ClaimsTest.Control) throws -> ClaimsTest.Row {
      try #require(rows.first { $0.control == control })
    }
    #expect(try row(.reworded).right.value == 1 && row(.reworded).wholeDocuments.value == 1)
    #expect(try row(.dropped).right.value == 1 && row(.dropped).right.count == 16)
    #expect(try row(.unrelated).right.value == 1 && row(.unrelated).right.clusters == 4)
    // A judge that counts words does not see what "not" does.
    #expect(try row(.negated).verdicts == [.said: row(.negated).right.count])
    let constant = try await ClaimsTest(
      ClaimsJudge(YesJudge(), documents: design.documents), design: design)
    #expect(constant.rows(resamples: 50).allSatisfy { $0.right.value == 0 })
    #expect(constant.records.allSatisfy { $0.judgement.verdict == .undecided })
    let folder = try TemporaryFolder()
    try test.write(to: folder.path("judge.jsonl"))
    let back = try ClaimsTest(path: folder.path("judge.jsonl"))
    #expect(back.judge == "words" && back.records == test.records)
    let broken = try folder.write("{\"judge\": \"x\"}\n", to: "broken.jsonl")
    #expect(throws: ConflictingQAError.self) { try ClaimsTest(path: broken) }
  }
}
