import Foundation
import Statistics
import TextFiles

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Requests to a server that speaks the OpenAI protocol, tried again where that may help.
///
/// Several requests run at once. A failed connection, a time-out, "too many requests" and the
/// server's own errors are tried again after a pause that doubles, or that the server names
/// (`Retry-After`), for all requests together. Anything else ends the run with one sentence.
final class ServerConnection: Sendable {
  private let settings: ServerSettings
  private let session: URLSession
  private let endpoint: URL
  private let gate = RequestGate()

  /// A connection; nothing is sent yet.
  ///
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for settings that cannot work.
  init(_ settings: ServerSettings) throws {
    try settings.validate()
    guard let endpoint = URL(string: settings.endpoint) else {
      throw ConflictingQAError.badSetting("\"\(settings.address)\" is no address of a server.")
    }
    (self.settings, self.endpoint) = (settings, endpoint)
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = settings.timeout
    configuration.httpMaximumConnectionsPerHost = settings.concurrency
    session = URLSession(configuration: configuration)
  }

  deinit { session.invalidateAndCancel() }

  /// Sends some bodies and reads the replies, in their order; as many at once as the settings allow.
  ///
  /// - Parameter read: Reads the body of a reply; a ``RecordProblem`` ends the run with its sentence.
  func replies<Reply: Sendable>(
    to bodies: [JSONValue], read: @escaping @Sendable ([UInt8]) throws -> Reply
  ) async throws -> [Reply] {
    try await withThrowingTaskGroup(of: (Int, Reply).self) { group in
      var replies = [Reply?](repeating: nil, count: bodies.count)
      var next = 0
      func start() {
        let place = next
        next += 1
        group.addTask { (place, try await self.reply(to: bodies[place], read: read)) }
      }
      while next < min(settings.concurrency, bodies.count) { start() }
      while let (place, reply) = try await group.next() {
        replies[place] = reply
        if next < bodies.count { start() }
      }
      return replies.compactMap { $0 }
    }
  }

  /// One request, tried as often as the settings allow.
  private func reply<Reply>(
    to body: JSONValue, read: ([UInt8]) throws -> Reply
  ) async throws -> Reply {
    let text = body.serialized()
    let request = request(text)
    var problem = ""
    for attempt in 0..<settings.attempts {
      try await gate.pass()
      switch try await send(request) {
      case .reply(let bytes):
        do { return try read(bytes) } catch let problem as RecordProblem {
          throw failure(problem.sentence)
        }
      case .failed(let sentence): throw failure(sentence)
      case .later(let sentence, let seconds):
        problem = sentence
        guard attempt + 1 < settings.attempts else { break }
        if let seconds {
          await gate.close(for: seconds)
        } else {
          try await Task.sleep(for: .seconds(pause(after: attempt, of: text)))
        }
      }
    }
    let tries = settings.attempts == 1 ? "" : ", \(settings.attempts) times"
    throw failure(problem + tries)
  }

  private enum Outcome {
    case reply([UInt8])
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
    case 200: return .reply(Array(data))
    case 408, 425, 429, 500...599:
      return .later(
        "answered with status \(http.statusCode)",
        seconds: http.value(forHTTPHeaderField: "Retry-After").flatMap { RetryAfter.seconds($0) })
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

  /// Pauses double, up to half a minute, and differ a little from request to request, so that those
  /// that failed together do not return together.
  private func pause(after attempt: Int, of body: String) -> Double {
    var generator = RandomGenerator(seed: 0).child(body).child(attempt)
    let longest = min(settings.pause * Double(1 << min(attempt, 16)), 30)
    return longest * (0.5 + 0.5 * Double(generator.integer(below: 1000)) / 1000)
  }

  private func failure(_ problem: String) -> ConflictingQAError {
    .serverFailed(address: settings.address, problem: problem)
  }

  private func request(_ body: String) -> URLRequest {
    var request = URLRequest(url: endpoint, timeoutInterval: settings.timeout)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    if let key = settings.key {
      request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
    }
    request.httpBody = Data(body.utf8)
    return request
  }
}
