import Foundation
import Statistics
import TextFiles

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A model behind a server that speaks the OpenAI protocol, read by the log-probabilities of its first
/// token.
///
/// Several requests run at once. A failed connection, a time-out, "too many requests" and the
/// server's own errors are tried again after a pause that doubles, or that the server names
/// (`Retry-After`), for all requests together. Anything else ends the run with one sentence.
public final class ServerReader: EvidenceReader {
  public let identity: String
  private let settings: ServerSettings
  private let template: PromptTemplate
  private let words: AnswerWords
  private let session: URLSession
  private let endpoint: URL
  private let gate = RequestGate()

  /// A reader of a server; nothing is sent yet.
  ///
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for settings that cannot work.
  public init(
    _ settings: ServerSettings, template: PromptTemplate, words: AnswerWords = AnswerWords()
  ) throws {
    try settings.validate()
    guard let endpoint = URL(string: settings.endpoint) else {
      throw ConflictingQAError.badSetting("\"\(settings.address)\" is no address of a server.")
    }
    (self.settings, self.template, self.words) = (settings, template, words)
    self.endpoint = endpoint
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = settings.timeout
    configuration.httpMaximumConnectionsPerHost = settings.concurrency
    session = URLSession(configuration: configuration)
    identity = [
      settings.model, settings.endpoint, "top \(settings.topTokens)", template.name,
      String(ContentID.make([template.source]).prefix(8)), words.choices(reversed: false),
    ].joined(separator: ", ")
  }

  deinit { session.invalidateAndCancel() }

  public func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    try await withThrowingTaskGroup(of: (Int, AnswerProbabilities).self) { group in
      var answers = [AnswerProbabilities?](repeating: nil, count: prompts.count)
      var next = 0
      func start() {
        let place = next
        next += 1
        group.addTask { (place, try await self.answer(to: prompts[place])) }
      }
      while next < min(settings.concurrency, prompts.count) { start() }
      while let (place, answer) = try await group.next() {
        answers[place] = answer
        if next < prompts.count { start() }
      }
      return answers.compactMap { $0 }
    }
  }

  /// One prompt, tried as often as the settings allow.
  private func answer(to prompt: EvidencePrompt) async throws -> AnswerProbabilities {
    let request = request(prompt)
    var problem = ""
    for attempt in 0..<settings.attempts {
      try await gate.pass()
      switch try await send(request) {
      case .answer(let answer): return answer
      case .failed(let sentence): throw failure(sentence)
      case .later(let sentence, let seconds):
        problem = sentence
        guard attempt + 1 < settings.attempts else { break }
        if let seconds {
          await gate.close(for: seconds)
        } else {
          try await Task.sleep(for: .seconds(pause(after: attempt, of: prompt)))
        }
      }
    }
    let tries = settings.attempts == 1 ? "" : ", \(settings.attempts) times"
    throw failure(problem + tries)
  }

  private enum Outcome {
    case answer(AnswerProbabilities)
    case failed(String)
    /// Worth another try, after so many seconds when the server says so.
    case later(String, seconds: Double?)
  }

  private func send(_ request: URLRequest) async throws -> Outcome {
    let (data, response): (Data, URLResponse)
    do {
      (data, response) = try await session.data(for: request)
    } catch let error as URLError {
      if error.code == .cancelled { throw CancellationError() }
      let timedOut = error.code == .timedOut
      return .later(
        timedOut
          ? "did not answer within \(settings.timeout) s" : "cannot be reached (\(reason(error)))",
        seconds: nil)
    }
    guard let http = response as? HTTPURLResponse else { return .failed("did not speak HTTP") }
    switch http.statusCode {
    case 200:
      do {
        return .answer(try ServerReply(body: Array(data)).probabilities(of: words))
      } catch let problem as RecordProblem {
        return .failed(problem.sentence)
      }
    case 408, 425, 429, 500...599:
      let wait = http.value(forHTTPHeaderField: "Retry-After").flatMap(Double.init)
      return .later("answered with status \(http.statusCode)", seconds: wait.map { min($0, 600) })
    default:
      return .failed("answered with status \(http.statusCode)\(message(data))")
    }
  }

  /// The server's own words about an error, cut to a line.
  private func message(_ data: Data) -> String {
    let value = try? JSONValue.parse(Array(data))
    let text = value?["error"]?["message"]?.string ?? value?["message"]?.string
    return text.map { ": " + $0.replacing("\n", with: " ").prefix(200) } ?? ""
  }

  private func reason(_ error: URLError) -> String {
    switch error.code {
    case .cannotConnectToHost: "no connection"
    case .cannotFindHost: "no such host"
    case .networkConnectionLost: "the connection was lost"
    default: "error \(error.code.rawValue)"
    }
  }

  /// Pauses double, up to half a minute, and differ a little from prompt to prompt, so that requests
  /// that failed together do not return together.
  private func pause(after attempt: Int, of prompt: EvidencePrompt) -> Double {
    var generator = RandomGenerator(seed: 0).child(prompt.contentHash).child(attempt)
    let longest = min(settings.pause * Double(1 << min(attempt, 16)), 30)
    return longest * (0.5 + 0.5 * Double(generator.integer(below: 1000)) / 1000)
  }

  private func failure(_ problem: String) -> ConflictingQAError {
    .serverFailed(address: settings.address, problem: problem)
  }

  private func request(_ prompt: EvidencePrompt) -> URLRequest {
    let rendering = template.rendering(prompt, words: words)
    let top = JSONValue.integer(Int64(settings.topTokens))
    let body: JSONValue =
      switch settings.style {
      case .completions:
        [
          "model": .string(settings.model), "prompt": .string(rendering.plain), "max_tokens": 1,
          "temperature": 0, "logprobs": top,
        ]
      case .chat:
        [
          "model": .string(settings.model),
          "messages": [["role": "user", "content": .string(rendering.message)]], "max_tokens": 1,
          "temperature": 0, "logprobs": true, "top_logprobs": top,
        ]
      }
    var request = URLRequest(url: endpoint, timeoutInterval: settings.timeout)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    if let key = settings.key {
      request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
    }
    request.httpBody = Data(body.serialized().utf8)
    return request
  }
}
