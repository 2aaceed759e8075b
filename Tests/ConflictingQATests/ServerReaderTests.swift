import ConflictingQA
import Foundation
import TestSupport
import Testing
import TextFiles

/// A server of ours that answers well, slowly, badly or not at all.
@Suite struct ServerReaderTests {
  private let question = EvidenceQuestion(id: "q", text: "Is tea hot?")

  private func prompts(_ count: Int) -> [EvidencePrompt] {
    (0..<count).map { number in
      let document = EvidenceDocument(
        id: "\(number)", questionID: "q", stance: .yes, text: "Tea number \(number) is hot.")
      return EvidencePrompt(question: question, documents: [document])
    }
  }

  private func reader(
    _ server: LoopbackServer, style: ServerSettings.Style = .completions, attempts: Int = 4,
    timeout: Double = 60, key: String? = nil, words: AnswerWords = AnswerWords()
  ) throws -> ServerReader {
    try ServerReader(
      ServerSettings(
        address: server.address, model: "m", style: style, key: key, concurrency: 4,
        attempts: attempts, timeout: timeout, pause: 0.02),
      template: .load("brief"), words: words)
  }

  /// log-probabilities that depend on the number in the prompt.
  private static func answer(_ body: String) -> String {
    let number = body.firstMatch(of: /number (\d+)/).flatMap { Double($0.1) } ?? 0
    let yes = -0.5 - number / 100
    return """
      {"choices": [{"text": "Yes", "logprobs": {"top_logprobs": [
        {" Yes": \(yes), "YES": -6, " No": -2, "Not": -3, "y": -4}]}}]}
      """
  }

  private let expected: (Int) -> Double = { number in
    log(exp(-0.5 - Double(number) / 100) + exp(-6))
  }

  @Test func answersComeBackInOrder() async throws {
    let server = try LoopbackServer { request in
      // Later requests overtake earlier ones.
      .init(body: Self.answer(request.body), delay: request.number % 3 == 0 ? 0.03 : 0)
    }
    let answers = try await reader(server).answers(to: prompts(20))
    for (number, answer) in answers.enumerated() {
      #expect(agree(answer.logYes, expected(number), within: 1e-12) && answer.logNo == -2)
    }
    #expect(server.requests == 20)
  }

  @Test func failuresAndLimitsAreTriedAgain() async throws {
    let server = try LoopbackServer { request in
      switch request.number {
      case 0: .init(status: 429, headers: ["Retry-After: 0.2"], body: "{}")
      case 1: .init(status: 503, body: "busy")
      case 2: .init(status: 0, body: "")
      case 3: .init(body: Self.answer(request.body), delay: 15)
      default: .init(body: Self.answer(request.body))
      }
    }
    let start = ContinuousClock.now
    let answers = try await reader(server, timeout: 10).answers(to: prompts(6))
    #expect(answers.count == 6 && agree(answers[5].logYes, expected(5), within: 1e-12))
    #expect(server.requests == 10)
    #expect(ContinuousClock.now - start > .seconds(0.2))
  }

  @Test(arguments: [
    (200, "nonsense", "sent a reply that is not JSON"),
    (200, "{\"choices\": []}", "sent a reply without \"choices\""),
    (200, "{\"choices\": [{\"text\": \"Yes\"}]}", "sent no log-probabilities"),
    (
      200, "{\"choices\": [{\"logprobs\": {\"top_logprobs\": [{\"a\": 3}]}}]}",
      "that cannot be used"
    ),
    (401, "{\"error\": {\"message\": \"bad key\"}}", "answered with status 401: bad key"),
    (500, "", "answered with status 500, 2 times"),
  ])
  func badRepliesAreOneSentence(status: Int, body: String, problem: String) async throws {
    let server = try LoopbackServer { _ in .init(status: status, body: body) }
    let reader = try reader(server, attempts: 2)
    let error = await #expect(throws: ConflictingQAError.self) {
      try await reader.answers(to: prompts(1))
    }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
    #expect(server.requests == (status == 500 ? 2 : 1))
  }

  @Test func chatRepliesAndKeysAreSpoken() async throws {
    let server = try LoopbackServer { request in
      guard request.line.hasPrefix("POST /v1/chat/completions"),
        request.headers["authorization"] == "Bearer secret",
        let body = try? JSONValue.parse(request.body), body["top_logprobs"]?.int == 20,
        body["messages"]?[0]?["content"]?.string?.contains("Is tea hot?") == true
      else { return .init(status: 400, body: "{}") }
      return .init(
        body: """
          {"choices": [{"logprobs": {"content": [{"token": "Un", "logprob": -1, "top_logprobs": [
            {"token": "Yes", "logprob": -2.5}, {"token": "\u{2581}no", "logprob": -1.5}]}]}}]}
          """)
    }
    let reader = try reader(
      server, style: .chat, key: "secret", words: AnswerWords(unclear: "Unclear"))
    let answer = try await reader.answers(to: prompts(1))[0]
    #expect(answer == AnswerProbabilities(logYes: -2.5, logNo: -1.5, logUnclear: -1))
    #expect(!reader.identity.contains("secret"))
  }

  @Test func anAnswerThatIsNotListedIsBounded() async throws {
    let server = try LoopbackServer { _ in
      .init(
        body: "{\"choices\": [{\"logprobs\": {\"top_logprobs\": [{\"Yes\": -0.1, \"A\": -4}]}}]}")
    }
    let answer = try await reader(server).answers(to: prompts(1))[0]
    #expect(answer.logYes == -0.1 && answer.logNo == -4)
  }

  @Test func aTextThatEndsAtOnceIsOffFormat() async throws {
    let server = try LoopbackServer { _ in
      .init(
        body: """
          {"choices": [{"text": "", "finish_reason": "stop", "logprobs": {"tokens": [],
            "top_logprobs": []}}]}
          """)
    }
    let answer = try await reader(server).answers(to: prompts(1))[0]
    #expect(answer.logit == 0 && answer.coverage < 1e-5)
  }

  @Test func noServerIsNamedAfterAllTries() async throws {
    let address = "http://127.0.0.1:9"
    let reader = try ServerReader(
      ServerSettings(address: address, model: "m", attempts: 2, timeout: 2, pause: 0.01),
      template: .load("brief"))
    let error = await #expect(throws: ConflictingQAError.self) {
      try await reader.answers(to: prompts(1))
    }
    #expect(error?.description.contains("cannot be reached") == true)
    #expect(throws: ConflictingQAError.self) {
      try ServerReader(
        ServerSettings(address: "http://me:pw@host", model: "m"), template: .load("brief"))
    }
  }
}
