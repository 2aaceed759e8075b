import ArgumentParser
import ConflictingQA
import LanguageModels
import TensorFiles
import TextFiles

struct EvidenceImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring evidence of a known layout into one form.",
    discussion: """
      Reads JSON lines, JSON, CSV and TSV as they are published (ConflictingQA and its derivatives,
      ConflictQA over StrategyQA, BoolQ, RAMDocs); pickled and columnar files are converted once with
      Scripts/convert-evidence.py. Writes JSON lines with stable ids. Bad rows, duplicates and
      near-duplicates are left out and counted; `knowable evidence audit` lists them.

      With --window every text is cut to the window of 508 tokens (one every 256, and one that ends
      with the text) that answers best to the question, without the halves of sentences at its ends.

      Example: knowable evidence import --input conflictQA-strategyQA-chatgpt.json \\
        --output evidence.jsonl
      """)

  @Option(help: "File to read; may be given several times.")
  var input: [String]

  @Option(help: "Layout of the files; their keys tell unless given.")
  var layout: EvidenceLayout?

  @Flag(help: "Keep near-duplicates.")
  var keepNearDuplicates = false

  @Flag(help: "Keep only questions with documents on both sides.")
  var twoSided = false

  @Option(help: "Cut texts to the window chosen by bm25, or by embeddings of the model.")
  var window: WindowMethod?

  @Option(help: "Model whose tokenizer, and for embeddings whose states, choose the window.")
  var model: String?

  @Option(help: "Tokens of a window.")
  var windowTokens = 508

  @Option(help: "Tokens from window to window.")
  var windowStride = 256

  @Option(help: "File to write.")
  var output: String

  @OptionGroup var common: CommonOptions

  /// What the choice of a window rests on.
  enum WindowMethod: String, CaseIterable, ExpressibleByArgument {
    case bm25, embeddings
  }

  func validate() throws {
    if window != nil, model == nil { throw ValidationError("--window needs --model.") }
  }

  func run() async throws {
    common.apply()
    try Folder.make(holding: output)
    var audit = EvidenceAudit()
    var kept: [EvidenceRow] = []
    for path in input {
      var rows = try EvidenceRows(path: path, layout: layout)
      while let row = try rows.next() {
        let near = audit.nearDuplicates.count
        let isKept = audit.add(row)
        let isNear = audit.nearDuplicates.count > near
        if isKept || isNear && keepNearDuplicates, let row = try? row.get() { kept.append(row) }
      }
    }
    var evidence = EvidenceSet(try await cut(kept))
    if twoSided { evidence = evidence.twoSided }
    guard !evidence.questions.isEmpty else {
      throw BadInput(
        "\(input.joined(separator: ", ")): none of \(audit.rows) rows can be used"
          + (audit.badRows.first.map { "; row \($0.row): \($0.problem)." } ?? "."))
    }
    try evidence.write(to: output)
    let counts: [(String, Int)] = [
      ("questions", evidence.questions.count), ("documents", evidence.documents.count),
      ("pairs", evidence.pairCount), ("bad rows", audit.badRows.count),
      ("duplicates", audit.duplicates.count), ("near-duplicates", audit.nearDuplicates.count),
    ]
    if common.json {
      common.print(
        .object(
          JSONObject(
            [("output", JSONValue.string(output))]
              + counts.map {
                ($0.0.map { $0.isLetter ? String($0) : "_" }.joined(), .integer(Int64($0.1)))
              })))
    } else {
      let text = counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
      Terminal.write("\(output): \(text)\n")
    }
  }
  /// The rows with their windows chosen, where that was asked for.
  private func cut(_ rows: [EvidenceRow]) async throws -> [EvidenceRow] {
    guard let window, let model else { return rows }
    let path = try ModelLibrary.resolve(model)
    let cutter = try WindowCutter(
      tokenizer: Tokenizer.load(path: path), length: windowTokens, stride: windowStride)
    let choice: WindowChoice =
      window == .bm25
      ? .bm25 : .embeddings(try EngineTextModel(model: LanguageModel.open(path: path)))
    var line = ProgressLine("Windows:", unit: "documents", total: rows.count, quiet: common.quiet)
    var cut: [EvidenceRow] = []
    for var row in rows {
      try Interruption.check()
      row.document.window = try await cutter.window(
        of: row.document.text, for: row.question.text, by: choice)
      cut.append(row)
      line.show(cut.count)
    }
    return cut
  }
}
