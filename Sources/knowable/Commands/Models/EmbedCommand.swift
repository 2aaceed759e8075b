import ArgumentParser
import Embeddings
import LanguageModels
import TensorFiles
import TextFiles

struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Run a model over documents and keep hidden states and next-token statistics.",
    discussion: """
      Input: JSON lines ({"text": ..., "id": ...} or {"tokens": [ids]}), CSV, or one text a line.
      Output: a folder with a manifest and safetensors shards. The same command continues a run that
      was stopped or killed, and ends with the same bytes.

      Documents longer than the context are scored in overlapping windows (--stride). A document
      without a token has no row and is counted.

      Example: knowable embed --model smollm2-135m-instruct --input cities.csv \\
        --text-column statement --position last --taps all --output cities.store
      """)

  @Option(help: "A Hugging Face folder, a .gguf file, or the name of a fetched model.")
  var model: String

  @Option(help: "File of documents: .jsonl, .csv, .tsv, or one text a line.")
  var input: String

  @Option(help: "Folder of the store.")
  var output: String

  @Option(help: "all, none, or names divided by commas: embedding, block.12, final_norm.")
  var taps = "final_norm"

  @Option(help: "Keep all positions, or the last token of each document.")
  var position: ScoringPolicy.Positions = .all

  @Option(help: "Type of the stored hidden states: f32, f16 or bf16.")
  var dtype: FloatType = .float32

  @Option(help: "Most likely next tokens kept at each position.")
  var topK = 20

  @OptionGroup var precision: PrecisionOptions

  @Option(help: "Take only this many documents.")
  var limit: Int?

  @Option(help: "Column or key of the text.")
  var textColumn = "text"

  @Option(help: "Column or key of the document's id.")
  var idColumn = "id"

  @Option(name: .customLong("bos"), help: "Beginning-of-text token: model, always or never.")
  var beginningOfText: ScoringPolicy.BeginningOfText = .model

  @Option(help: "Longest sequence the model sees; the model's own context unless given.")
  var contextLength: Int?

  @Option(help: "New positions of each further window of a long document; half the context.")
  var stride: Int?

  @Option(help: "Tokens that go through the model together.")
  var batchTokens = 1024

  @Flag(help: "Keep hidden states only: no entropy, log-probability, rank or top tokens.")
  var noStatistics = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if taps == "none", noStatistics {
      throw ValidationError("--taps none with --no-statistics leaves nothing to keep.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
    if batchTokens < 1 { throw ValidationError("--batch-tokens must be at least 1.") }
  }

  func run() throws {
    common.apply()
    let columns = DocumentReader.Columns(text: textColumn, id: idColumn)
    let reader = try DocumentReader(path: input, columns: columns)
    let total = common.quiet ? nil : try DocumentReader.count(path: input, columns: columns)
    let model = try precision.open(model)
    let policy = ScoringPolicy(
      taps: try chosenTaps(model), positions: position, topK: topK,
      beginningOfText: beginningOfText, contextLength: contextLength, stride: stride,
      statistics: !noStatistics, batchTokens: batchTokens)
    let scorer = try Scorer(model: model, policy: policy)
    let run = EmbeddingRun(scorer: scorer, dtype: dtype, limit: limit)
    var line = ProgressLine(
      "Embedding:", unit: "documents", total: total.map { min($0, limit ?? $0) },
      quiet: common.quiet)
    let manifest = try run.run(reader, to: output) { try line.advance(to: $0) }
    line.finish(summary(manifest, seconds: line.elapsed))
    if common.json { common.print(json(manifest, seconds: line.elapsed)) }
  }

  private func chosenTaps(_ model: LanguageModel) throws -> [Tap] {
    taps == "none" ? [] : try model.taps(listed: taps)
  }

  private func summary(_ manifest: StoreManifest, seconds: Double) -> String {
    var text =
      "\(output): \(manifest.documents) documents, \(manifest.tokens) tokens, \(manifest.rows) rows, "
      + "\(manifest.settings.taps.count) taps in \(Decimals.duration(seconds))"
    if manifest.emptyDocuments > 0 {
      text += "; \(manifest.emptyDocuments) documents had no token and have no row"
    }
    if manifest.longDocuments > 0 {
      text += "; \(manifest.longDocuments) were longer than the context and were scored in windows"
    }
    return text
  }

  private func json(_ manifest: StoreManifest, seconds: Double) -> JSONValue {
    [
      "store": .string(output),
      "model": .string(manifest.model.name),
      "model_fingerprint": .string(manifest.model.fingerprint),
      "taps": .array(manifest.settings.taps.map(JSONValue.string)),
      "documents": .integer(Int64(manifest.documents)),
      "documents_without_tokens": .integer(Int64(manifest.emptyDocuments)),
      "documents_longer_than_context": .integer(Int64(manifest.longDocuments)),
      "tokens": .integer(Int64(manifest.tokens)),
      "rows": .integer(Int64(manifest.rows)),
      "shards": .integer(Int64(manifest.shards.count)),
      "seconds": .number(seconds),
    ]
  }
}
