import TextFiles

/// A model behind a server that speaks the OpenAI protocol, asked to rewrite texts: greedy decoding
/// (temperature 0) through `/v1/chat/completions`.
public final class ServerWriter: Rewriter {
  public let identity: String
  private let model: String
  private let connection: ServerConnection

  /// A writer behind a server, whatever the style of the settings; nothing is sent yet.
  ///
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for settings that cannot work.
  public init(_ settings: ServerSettings) throws {
    var settings = settings
    settings.style = .chat
    connection = try ServerConnection(settings)
    model = settings.model
    identity = "\(settings.model), \(settings.endpoint)"
  }

  public func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
    let bodies = requests.map { request -> JSONValue in
      [
        "model": .string(model),
        "messages": [["role": "user", "content": .string(request.prompt)]],
        "max_tokens": .integer(Int64(request.text.utf8.count / 2 + 64)), "temperature": 0,
      ]
    }
    return try await connection.replies(to: bodies) { bytes in
      let reply: JSONValue
      do { reply = try JSONValue.parse(bytes, limits: JSONLimits(duplicateKeys: .keepLast)) } catch
      {
        throw RecordProblem("sent a reply that is not JSON")
      }
      guard let message = reply["choices"]?[0]?["message"] else {
        throw RecordProblem("sent a reply without a message")
      }
      let text = message["content"]?.string?.trimmed ?? ""
      return text.isEmpty ? nil : text
    }
  }
}
