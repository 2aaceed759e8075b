import Embeddings
public import LanguageModels
import Synchronization

/// A language model run here that rewrites texts by greedy decoding: the same request gives the same
/// text.
public final class EngineWriter: Rewriter {
  public let identity: String
  private let encoder: MessageEncoder
  private let stops: Set<Int32>
  private let contextLength: Int
  private let runtime: Mutex<Runtime>

  /// A writer.
  ///
  /// A text ends at the model's end of text or at any special token, since documents hold none.
  /// - Parameter chat: The frame of a chat model; nil goes on from plain text.
  /// - Throws: the tokenizer's errors.
  public init(model: LanguageModel, chat: ChatTemplate? = nil) throws {
    encoder = try MessageEncoder(model: model, chat: chat)
    let tokenizer = encoder.tokenizer
    stops = Set(tokenizer.specialTokens + (tokenizer.endOfText.map { [$0] } ?? []))
    contextLength = model.configuration.contextLength
    runtime = Mutex(model.makeRuntime())
    let frame = chat.map { "chat " + ContentID.make([$0.source]).prefix(8) } ?? "plain"
    identity = [
      model.name, String(try model.fingerprint().prefix(12)), model.precision.rawValue, frame,
      "greedy",
    ].joined(separator: ", ")
  }

  /// Texts are at most half as long again as the originals, and a little; all are written together,
  /// so that weights are read once a token.
  public func rewrite(_ requests: [RewriteRequest]) async throws -> [String?] {
    let prompts = try requests.map { request in
      try encoder.tokens(
        PromptTemplate.Rendering(
          message: request.prompt, lead: "New text:", given: [0..<request.prompt.utf8.count]))
    }
    let lengths = requests.map { encoder.tokens($0.text).count * 3 / 2 + 16 }
    guard let longest = lengths.max() else { return [] }
    if let place = prompts.indices.first(where: { prompts[$0].count + longest > contextLength }) {
      throw ConflictingQAError.badSetting(
        "Rewriting the document \(requests[place].documentID) takes \(prompts[place].count) tokens "
          + "and up to \(longest) new ones, but \(identity.prefix { $0 != "," }) reads "
          + "\(contextLength): cut the documents with `knowable evidence import --window`.")
    }
    let continuations = try runtime.withLock { runtime in
      try runtime.continueGreedily(
        TokenBatch(prompts), after: prompts.map { _ in nil }, until: stops, maximumTokens: longest)
    }
    return continuations.map { continuation in
      let text = encoder.tokenizer.decode(continuation.tokens, skipSpecialTokens: true).trimmed
      return text.isEmpty ? nil : text
    }
  }
}
