import ArgumentParser
import ConflictingQA
import Foundation
import LanguageModels

/// Who answers, and how it is asked.
struct EvidenceReaderOptions: ParsableArguments {
  @Option(help: "A model that answers: Hugging Face folder, .gguf file, or a fetched model's name.")
  var model: String?

  @OptionGroup var server: EvidenceServerOptions

  @Option(help: "File of recorded answers that are played back.")
  var replay: String?

  @Option(help: "The reader to play back, where the file holds several.")
  var replayReader: String?

  @Flag(help: "A reader whose preferences are known (relevance alone), to try a study out.")
  var synthetic = false

  @Option(help: "Prompt template: a built-in name or a file (see `knowable evidence plan --help`).")
  var template = "documents"

  @Flag(help: "Offer a third answer, Unclear.")
  var unclear = false

  @Flag(help: "Ask in plain text, also where the model has a chat template.")
  var plain = false

  @OptionGroup var precision: PrecisionOptions

  @Option(help: "Tokens that go through the model together.")
  var batchTokens = 1024

  func validate() throws {
    let given = [model, server.server, replay, synthetic ? "" : nil].compactMap { $0 }
    guard given.count == 1 else {
      throw ValidationError("Give one reader: --model, --server, --replay or --synthetic.")
    }
    if batchTokens < 1 { throw ValidationError("--batch-tokens must be at least 1.") }
  }

  /// The reader that was asked for.
  func open() throws -> any EvidenceReader {
    // Also where nobody reads it: a name that is none is a mistake.
    let template = try PromptTemplate.load(template)
    if let replay { return try ReplayReader(path: replay, reader: replayReader) }
    if synthetic { return SyntheticReader() }
    if let settings = server.settings {
      return try ServerReader(settings, template: template, words: words)
    }
    let model = try precision.open(model ?? "")
    return try EngineReader(
      model: model, template: template, words: words,
      chat: plain ? nil : try model.chatTemplate(), batchTokens: batchTokens)
  }

  private var words: AnswerWords { AnswerWords(unclear: unclear ? "Unclear" : nil) }
}

/// A server that answers.
struct EvidenceServerOptions: ParsableArguments {
  @Option(help: "Address of an OpenAI-compatible server with log-probabilities.")
  var server: String?

  @Option(help: "The model's name at the server.")
  var serverModel = "default"

  @Option(help: "How the server is asked: completions or chat.")
  var serverStyle: ServerSettings.Style = .completions

  @Option(help: "Environment variable that holds the server's key.")
  var keyVariable = "OPENAI_API_KEY"

  @Option(help: "Requests at once.")
  var concurrency = 8

  @Option(help: "Tries of a request before the run ends; what was answered is kept.")
  var attempts = 6

  @Option(help: "Longest wait for a reply in seconds.")
  var timeout = 60.0

  @Option(help: "Most likely first tokens asked for.")
  var topTokens = 20

  /// The settings; nil when no server was named.
  var settings: ServerSettings? {
    server.map {
      ServerSettings(
        address: $0, model: serverModel, style: serverStyle,
        key: ProcessInfo.processInfo.environment[keyVariable].flatMap { $0.isEmpty ? nil : $0 },
        concurrency: concurrency, attempts: attempts, timeout: timeout, topTokens: topTokens)
    }
  }
}
