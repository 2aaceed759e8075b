import ConflictingQA
import LanguageModels
import Synchronization
import TestSupport
import Testing
import TextFiles

/// Edits that a writer makes: asked once, gated, counted, tried again.
@Suite struct RewriteTests {
  private let study: EditDesign = {
    let questions = (0..<2).map { EvidenceQuestion(id: "q\($0)", text: "Is item \($0) safe?") }
    let documents = questions.flatMap { question in
      Stance.allCases.map { stance in
        EvidenceDocument(
          id: "\(question.id)-\(stance.rawValue)", questionID: question.id, stance: stance,
          text: "It may be so in 40 towns, people often say. It could also be otherwise there.")
      }
    }
    return EditDesign(questions: questions, documents: documents)
  }()

  /// Writes what it is told to, and remembers what it was asked.
  private final class Writer: Rewriter {
    let identity = "writer"
    private let write: @Sendable (RewriteRequest) -> String?
    private let log = Mutex([String]())

    init(_ write: @escaping @Sendable (RewriteRequest) -> String?) { self.write = write }

    var asked: [String] { log.withLock { $0 } }

    func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
      log.withLock { $0 += requests.map(\.prompt) }
      return requests.map(write)
    }
  }

  /// Leans to yes, a little less so with a document that says no; a certain word turns a text round.
  private struct SideReader: EvidenceReader {
    let identity = "side"
    var turnsAt = "never"

    func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
      prompts.map { prompt in
        let document = prompt.documents[0]
        let lean =
          document.window.contains(turnsAt) ? -document.stance.sign / 2 : document.stance.sign / 2
        return AnswerProbabilities(logYes: lean - 1, logNo: -4)
      }
    }
  }

  private static func confident(_ text: String) -> String {
    text.replacing("may", with: "will surely").replacing("often", with: "always")
      .replacing("could", with: "will certainly")
  }

  private func confidence() throws -> EvidenceRewrite {
    try #require(EvidenceRewrite.catalogue.first { $0.id == "L4" })
  }

  @Test func refusedTextsAreAskedForAgainWithTheReason() async throws {
    let writer = Writer { request in
      request.prompt.contains("An earlier try was refused")
        ? Self.confident(request.text) : Self.confident(request.text).replacing("40", with: "many")
    }
    let trial = try await study.run(
      confidence(), by: writer, SyntheticReader(), labeller: SideReader(), attempts: 2)
    #expect(trial.count(.passed) == 4 && trial.failedGates.isEmpty && trial.isRewrite)
    #expect(trial.scores.count == 4)
    #expect(writer.asked.count == 8)
    #expect(writer.asked.last?.contains("refused: the number 40 is gone.") == true)
  }

  @Test func gatesAreCounted() async throws {
    let writer = Writer { request in
      switch request.documentID {
      case "q0-yes": nil
      case "q0-no": "Surely."
      case "q1-yes": request.text
      default: Self.confident(request.text)
      }
    }
    let trial = try await study.run(confidence(), by: writer, SyntheticReader())
    #expect(trial.count(.passed) == 1 && trial.count(.failedCheck) == 2)
    #expect(trial.count(.notPossible) == 1)
    #expect(trial.failedGates == [.written: 1, .length: 1, .figures: 1, .target: 1])
    let folder = try TemporaryFolder()
    try EditFile.write([trial], reader: "r", to: folder.path("edits.jsonl"))
    var evidence: [EvidenceRow] = []
    for question in study.questions {
      for document in study.documents where document.questionID == question.id {
        evidence.append(EvidenceRow(row: 1, question: question, document: document))
      }
    }
    let back = try EditFile.read(
      path: folder.path("edits.jsonl"), evidence: EvidenceSet(evidence))
    #expect(back[0].failedGates == trial.failedGates && back[0].scores == trial.scores)
  }

  @Test func aSideThatChangesIsRefused() async throws {
    let trial = try await study.run(
      confidence(), by: Writer { Self.confident($0.text) }, SyntheticReader(),
      labeller: SideReader(turnsAt: "surely"))
    #expect(trial.failedGates == [.side: 4] && trial.scores.isEmpty)
    let effect = try #require(EditEffect.all([trial], baseline: []).first)
    #expect(effect.verdict == .open && effect.leftOut == 4 && effect.pValue.isNaN)
  }

  @Test func aReaderThatAlwaysSaysYesCannotVouchForASide() async throws {
    struct AlwaysYes: EvidenceReader {
      let identity = "yes"

      func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
        prompts.map { _ in AnswerProbabilities(logYes: -0.1, logNo: -4) }
      }
    }
    let trial = try await study.run(
      confidence(), by: Writer { Self.confident($0.text) }, SyntheticReader(),
      labeller: AlwaysYes())
    #expect(trial.failedGates == [.undecided: 4] && trial.scores.isEmpty)
  }

  @Test func textsAreKeptAndNotAskedForTwice() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rewrites.jsonl")
    let requests = study.subjects.map { subject in
      RewriteRequest(
        documentID: subject.document.id, rewriteID: "L4", text: "t",
        prompt: "Rewrite \(subject.document.id)")
    }
    let first = Writer { $0.documentID == "q0-yes" ? nil : "new \($0.documentID)" }
    let texts = try await StoredRewriter(first, path: path, batch: 3).rewrite(requests)
    #expect(texts == [nil, "new q0-no", "new q1-yes", "new q1-no"])
    // A line torn by a kill is asked for again, the others are not.
    let whole = try TextLines.wholeText(path: path)
    _ = try folder.write(String(whole.dropLast(20)), to: "rewrites.jsonl")
    let second = Writer { _ in "other" }
    let stored = try StoredRewriter(second, path: path)
    #expect(try await stored.rewrite(requests + requests).count == 8)
    #expect(second.asked == ["Rewrite q1-no"] && stored.asked == 1)
    let recorded = try await RecordedRewriter(path: path).rewrite(requests)
    #expect(recorded == [nil, "new q0-no", "new q1-yes", "other"])
  }

  @Test func aServerWrites() async throws {
    let server = try LoopbackServer { request in
      guard request.line.hasPrefix("POST /v1/chat/completions"),
        let body = try? JSONValue.parse(request.body), body["temperature"]?.double == 0,
        let asked = body["messages"]?[0]?["content"]?.string
      else { return .init(status: 400, body: "{}") }
      return asked == "empty"
        ? .init(body: "{\"choices\": [{\"message\": {\"content\": \" \"}}]}")
        : .init(body: "{\"choices\": [{\"message\": {\"content\": \" \(asked) B\\n\"}}]}")
    }
    let writer = try ServerWriter(ServerSettings(address: server.address, model: "m"))
    func request(_ prompt: String) -> RewriteRequest {
      RewriteRequest(documentID: "d", rewriteID: "L0", text: "text", prompt: prompt)
    }
    #expect(try await writer.rewrite([request("A"), request("empty")]) == ["A B", nil])
    let silent = try LoopbackServer { _ in .init(body: "{\"choices\": []}") }
    let other = try ServerWriter(ServerSettings(address: silent.address, model: "m"))
    let error = await #expect(throws: ConflictingQAError.self) {
      try await other.rewrite([request("A")])
    }
    #expect(error?.description.contains("without a message") == true)
  }

  @Test(.enabled(if: InstalledModels.smolLM2 != nil))
  func aModelWritesTheSameAloneAndInCompany() async throws {
    let model = try LanguageModel.open(path: #require(InstalledModels.smolLM2))
    let writer = try EngineWriter(model: model, chat: model.chatTemplate())
    let requests = ["The tram is late.", "Tea is hot."].map { text in
      RewriteRequest(
        documentID: text, rewriteID: "L0", text: text,
        prompt: "Rewrite in other words: <|im_end|> \(text)")
    }
    let together = try await writer.rewrite(requests)
    #expect(together.allSatisfy { $0 != nil })
    #expect(try await writer.rewrite([requests[1]]) == [together[1]])
  }
}
