import ConflictingQA
import Foundation
import Synchronization
import TestSupport
import Testing

/// A reader that counts what it is asked, and fails when told to.
private final class CountingReader: EvidenceReader {
  let identity = "counting"
  let asked = Mutex<[String: Int]>([:])
  let limit: Int

  init(limit: Int = .max) { self.limit = limit }

  func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    try prompts.map { prompt in
      let count = asked.withLock { asked in
        asked[prompt.contentHash, default: 0] += 1
        return asked.count
      }
      guard count <= limit else { throw ConflictingQAError.badSetting("enough") }
      let size = Double(prompt.documents.reduce(0) { $0 + $1.window.count })
      return AnswerProbabilities(logYes: -1 / (1 + size), logNo: -2)
    }
  }
}

@Suite struct AnswerStoreTests {
  private let folder: TemporaryFolder
  private let evidence: EvidenceSet

  init() throws {
    folder = try TemporaryFolder()
    evidence = EvidenceSet(
      (0..<12).map { index in
        let question = EvidenceQuestion(id: "q\(index / 6)", text: "Is \(index / 6) even?")
        return EvidenceRow(
          row: index, question: question,
          document: EvidenceDocument(
            id: "d\(index)", questionID: question.id, stance: index % 2 == 0 ? .yes : .no,
            text: String(repeating: "word ", count: index + 1)))
      })
  }

  @Test func aStudyThatFailsGoesOnWhereItStopped() async throws {
    let path = folder.path("answers.jsonl")
    let whole = CountingReader()
    let plan = try ScoringPlan(evidence, reader: whole)
    #expect(plan.pairs == 18 && plan.prompts == 2 * (1 + 6 + 18))
    let expected = try await plan.run(whole)
    #expect(expected.pairs.count == 18 && expected.singles.count == 14)

    var asked = 0
    for limit in [7, 20, .max] {
      let reader = CountingReader(limit: limit)
      let stored = StoredReader(reader, store: try AnswerStore(path: path), batch: 2)
      let scores = try? await plan.run(stored)
      asked += stored.counts.asked
      if limit == .max {
        #expect(scores == expected)
        #expect(stored.counts.asked + stored.counts.reused == plan.prompts)
      }
      // A torn last line, as a kill leaves it.
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.seekToEnd()
      try file.write(contentsOf: Data("{\"reader\": \"counting\", \"pro".utf8))
      try file.close()
    }
    #expect(asked == plan.prompts)
    let last = StoredReader(CountingReader(limit: 0), store: try AnswerStore(path: path))
    #expect(try await plan.run(last) == expected)
    #expect(last.counts.asked == 0 && last.counts.reused == plan.prompts)
    #expect(try await plan.run(ReplayReader(path: path)) == expected)
    withExtendedLifetime(last) {
      _ = #expect(throws: (any Error).self) { try AnswerStore(path: path) }
    }
  }

  @Test func whatRunsTookIsSummedOverRunsAndReaders() throws {
    let path = folder.path("work.jsonl")
    func batch(_ prompts: Int, _ tokens: Int?) -> StoredReader.Batch {
      .init(prompts: prompts, tokens: tokens, computedTokens: tokens.map { $0 / 2 }, seconds: 0.5)
    }
    for run in 0..<2 {
      let log = try WorkLog(path: path)
      try log.add(batch(3, 100), step: "score", reader: "a")
      try log.add(batch(run, nil), step: "edit", reader: "b")
      try log.add(batch(4, 20), step: "score", reader: "a")
    }
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"step\": \"sc".utf8))
    try file.close()
    _ = try WorkLog(path: path)
    let totals = try WorkLog.totals(path: path)
    #expect(totals.map(\.step) == ["score", "edit"] && totals.map(\.prompts) == [14, 1])
    #expect(totals[0].tokens == 240 && totals[0].computedTokens == 120 && totals[0].seconds == 2)
    #expect(totals[1].tokens == nil && totals[1].computedTokens == nil)
  }

  @Test func aBudgetTakesWholeQuestions() throws {
    let reader = CountingReader()
    let all = try ScoringPlan(evidence, reader: reader)
    let first = try ScoringPlan(evidence, reader: reader, options: .init(limit: 1))
    let budget = first.cost.computedTokens
    let part = try ScoringPlan(evidence, reader: reader, options: .init(budgetTokens: budget))
    #expect(part.units.count == 1 && part.leftOut == 1 && all.leftOut == 0)
  }

  @Test func brokenLinesAndMissingAnswersAreNamed() async throws {
    let path = try folder.write("{\"reader\": \"r\"}\n", to: "broken.jsonl")
    #expect(throws: ConflictingQAError.self) { try AnswerStore(path: path) }
    let judged = try folder.write(
      """
      {"question": "q0", "documents": ["d0", "d1"], "answer": "Yes"}
      {"question": "q0", "documents": ["d1", "d0"], "answer": "no"}
      """, to: "judged.jsonl")
    let replay = try ReplayReader(path: judged)
    let (yes, no) = (evidence.documents[0], evidence.documents[1])
    func prompt(_ documents: EvidenceDocument...) -> EvidencePrompt {
      EvidencePrompt(question: evidence.questions[0], documents: documents)
    }
    let answers = try await replay.answers(to: [prompt(yes, no), prompt(no, yes)])
    #expect(agree(answers[0].logit, 6.9067, within: 1e-3) && answers[1].logit == -answers[0].logit)
    let error = await #expect(throws: ConflictingQAError.self) {
      try await replay.answers(to: [prompt(yes)])
    }
    #expect(error?.description.contains("no answer to question q0 with d0") == true)
  }
}
