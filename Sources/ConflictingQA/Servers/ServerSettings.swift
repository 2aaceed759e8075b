/// A server that speaks the OpenAI protocol: vLLM, llama-server, llama-cpp-python and the like.
public struct ServerSettings: Sendable, Equatable {
  /// Which of the protocol's two ways of asking is used.
  public enum Style: String, CaseIterable, Sendable {
    /// `/v1/completions` with the whole prompt as text.
    case completions
    /// `/v1/chat/completions` with the prompt as the user's message; the server adds the frame.
    case chat
  }

  /// The address with or without `/v1`, such as `http://127.0.0.1:8000`.
  public var address: String
  /// The model's name at the server.
  public var model: String
  /// How it is asked.
  public var style: Style
  /// The key, from the environment; sent as bearer token, never written anywhere.
  public var key: String?
  /// Most requests at once.
  public var concurrency: Int
  /// Most tries of a request.
  public var attempts: Int
  /// Longest wait for a reply, seconds.
  public var timeout: Double
  /// First pause after a failure, seconds; it doubles up to 30 s with each further one.
  public var pause: Double
  /// Most likely first tokens asked for; many servers allow 20 at most.
  public var topTokens: Int

  /// Settings; eight requests at once, six tries, a minute each.
  public init(
    address: String, model: String, style: Style = .completions, key: String? = nil,
    concurrency: Int = 8, attempts: Int = 6, timeout: Double = 60, pause: Double = 0.5,
    topTokens: Int = 20
  ) {
    (self.address, self.model, self.style, self.key) = (address, model, style, key)
    (self.concurrency, self.attempts) = (concurrency, attempts)
    (self.timeout, self.pause, self.topTokens) = (timeout, pause, topTokens)
  }

  /// The address of the requests, as text.
  var endpoint: String {
    var base = address
    while base.hasSuffix("/") { base.removeLast() }
    if !base.hasSuffix("/v1") { base += "/v1" }
    return base + (style == .chat ? "/chat/completions" : "/completions")
  }

  /// - Throws: ``ConflictingQAError/badSetting(_:)`` for what no server can be asked with.
  func validate() throws {
    let isWeb = address.hasPrefix("http://") || address.hasPrefix("https://")
    guard isWeb, !address.contains("@") else {
      throw ConflictingQAError.badSetting(
        "A server's address begins with http:// or https:// and holds no password; found "
          + "\"\(isWeb ? "an address with @" : address)\".")
    }
    guard concurrency > 0, attempts > 0, timeout > 0, pause >= 0, topTokens > 0 else {
      throw ConflictingQAError.badSetting(
        "Concurrency, attempts, time-out and top tokens of a server must be positive.")
    }
  }
}
