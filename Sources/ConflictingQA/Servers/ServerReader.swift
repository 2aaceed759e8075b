import TextFiles

/// A model behind a server that speaks the OpenAI protocol, read by the log-probabilities of its first
/// token.
///
/// Several requests run at once; what may pass by itself is tried again, see ``ServerSettings``.
public final class ServerReader: EvidenceReader {
  public let identity: String
  private let settings: ServerSettings
  private let template: PromptTemplate
  private let words: AnswerWords
  private let connection: ServerConnection

  /// A reader of a server; nothing is sent yet.
  ///
  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for settings that cannot work.
  public init(
    _ settings: ServerSettings, template: PromptTemplate, words: AnswerWords = AnswerWords()
  ) throws {
    connection = try ServerConnection(settings)
    (self.settings, self.template, self.words) = (settings, template, words)
    identity = [
      settings.model, settings.endpoint, "top \(settings.topTokens)", template.name,
      String(ContentID.make([template.source]).prefix(8)), words.choices(reversed: false),
    ].joined(separator: ", ")
  }

  public func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    let words = words
    return try await connection.replies(to: prompts.map(body)) { bytes in
      try ServerReply(body: bytes).probabilities(of: words)
    }
  }

  private func body(_ prompt: EvidencePrompt) -> JSONValue {
    let rendering = template.rendering(prompt, words: words)
    let top = JSONValue.integer(Int64(settings.topTokens))
    return switch settings.style {
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
  }
}
