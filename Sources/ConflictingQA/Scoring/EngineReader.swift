import Embeddings
public import LanguageModels
import Synchronization
import TensorFiles

/// A language model run here that answers from the probabilities of its first answer token.
///
/// Prompts that begin alike share the work: the static part, then the first document, are computed
/// once and continued through the key-value cache. Answers are the same to the last bit with and
/// without sharing, alone or in any company.
public final class EngineReader: EvidenceReader {
  /// What a reader has computed so far.
  public struct Work: Sendable, Equatable {
    /// Prompts answered.
    public var prompts = 0
    /// Their tokens, each prompt read whole.
    public var tokens = 0
    /// Tokens that went through the model.
    public var computedTokens = 0
  }

  public let identity: String
  /// The model.
  public let model: LanguageModel
  /// The tokens that count as answers.
  public let answerTokens: AnswerTokens
  private let encoder: PromptEncoder
  private let beginning: [Int32]
  let batchTokens: Int
  private let sharesPrefixes: Bool
  private let state: Mutex<EngineState>

  /// A reader of a model.
  ///
  /// - Parameters:
  ///   - chat: The frame of a chat model; nil asks in plain text.
  ///   - batchTokens: Tokens that go through the model together; changes speed and memory only.
  ///   - sharesPrefixes: False computes every prompt whole, to compare.
  /// - Throws: the tokenizer's errors, and ``ConflictingQAError/badSetting(_:)`` when an answer has no
  ///   token of its own.
  public init(
    model: LanguageModel, template: PromptTemplate, words: AnswerWords = AnswerWords(),
    chat: ChatTemplate? = nil, batchTokens: Int = 1024, sharesPrefixes: Bool = true
  ) throws {
    encoder = try PromptEncoder(model: model, template: template, words: words, chat: chat)
    answerTokens = try encoder.answerTokens()
    beginning = try encoder.sharedBeginning()
    self.model = model
    (self.batchTokens, self.sharesPrefixes) = (batchTokens, sharesPrefixes)
    state = Mutex(EngineState(runtime: model.makeRuntime()))
    let frame = chat.map { "chat " + ContentID.make([$0.source]).prefix(8) } ?? "plain"
    identity = [
      model.name, String(try model.fingerprint().prefix(12)), model.precision.rawValue,
      template.name, String(ContentID.make([template.source]).prefix(8)), frame,
      words.choices(reversed: false),
    ].joined(separator: ", ")
  }

  /// What was computed since the reader was made.
  public var work: Work { state.withLock { $0.work } }

  /// The prompt as the model reads it, for people and for tests.
  public func text(of prompt: EvidencePrompt) throws -> String { try encoder.text(prompt) }

  public func answers(to prompts: [EvidencePrompt]) async throws -> [AnswerProbabilities] {
    let sequences = try prompts.map { try checkedTokens($0) }
    let logProbabilities = try state.withLock { state in
      try state.run(
        sequences, trees(sequences), beginning: beginning, batchTokens: batchTokens,
        chosen: answerTokens.all)
    }
    return logProbabilities.map(answerTokens.probabilities)
  }

  public func cost(of prompts: [EvidencePrompt]) throws -> ReadingCost {
    let sequences = try prompts.map { try checkedTokens($0) }
    let trees = trees(sequences)
    return ReadingCost(
      prompts: prompts.count, tokens: sequences.reduce(0) { $0 + $1.count },
      computedTokens: trees.known.computedTokens + trees.fresh.computedTokens,
      longestPrompt: sequences.map(\.count).max() ?? 0)
  }

  /// Prompts that go on from the shared beginning, and those that do not.
  private func trees(_ sequences: [[Int32]]) -> (known: PromptTree, fresh: PromptTree) {
    let isKnown = sequences.map {
      sharesPrefixes && !beginning.isEmpty && $0.count > beginning.count
        && $0.starts(with: beginning)
    }
    func tree(_ known: Bool) -> PromptTree {
      PromptTree(
        sequences, indices: sequences.indices.filter { isKnown[$0] == known },
        start: known ? beginning.count : 0, sharing: sharesPrefixes)
    }
    return (tree(true), tree(false))
  }

  private func checkedTokens(_ prompt: EvidencePrompt) throws -> [Int32] {
    let tokens = try encoder.tokens(prompt)
    let limit = model.configuration.contextLength
    guard tokens.count <= limit else {
      let ids = prompt.documents.map(\.id).joined(separator: " and ")
      throw ConflictingQAError.badSetting(
        "The question \(prompt.question.id) with the documents \(ids) makes \(tokens.count) tokens, "
          + "but \(model.name) reads \(limit): cut the documents with `knowable evidence import "
          + "--window`.")
    }
    return tokens
  }
}
