import ArgumentParser
import ConflictingQA
import LanguageModels

/// Who answers, and how it is asked.
struct EvidenceReaderOptions: ParsableArguments {
  @Option(help: "A model that answers: Hugging Face folder, .gguf file, or a fetched model's name.")
  var model: String?

  @Option(help: "File of recorded answers that are played back.")
  var replay: String?

  @Option(help: "The reader to play back, where the file holds several.")
  var replayReader: String?

  @Option(help: "Prompt template: a built-in name or a file (see `knowable evidence plan --help`).")
  var template = "documents"

  @Flag(help: "Offer a third answer, Unclear.")
  var unclear = false

  @Flag(help: "Ask in plain text, also where the model has a chat template.")
  var plain = false

  @Option(help: "Precision of the matrix products: float32, bf16x3 (AMX) or bf16 (faster).")
  var precision: Precision = .float32

  @Option(help: "Tokens that go through the model together.")
  var batchTokens = 1024

  func validate() throws {
    guard [model, replay].compactMap({ $0 }).count == 1 else {
      throw ValidationError("Give one reader: --model or --replay.")
    }
    if batchTokens < 1 { throw ValidationError("--batch-tokens must be at least 1.") }
  }

  /// The reader that was asked for.
  func open() throws -> any EvidenceReader {
    if let replay { return try ReplayReader(path: replay, reader: replayReader) }
    let template = try PromptTemplate.load(template)
    let model = try LanguageModel.open(
      path: ModelLibrary.resolve(model ?? ""), precision: precision)
    return try EngineReader(
      model: model, template: template, words: words,
      chat: plain ? nil : try model.chatTemplate(), batchTokens: batchTokens)
  }

  private var words: AnswerWords { AnswerWords(unclear: unclear ? "Unclear" : nil) }
}
