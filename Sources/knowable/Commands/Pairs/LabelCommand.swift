import ArgumentParser
import Embeddings
import LanguageModels
import Probes
import TextFiles

struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Label positions: what the small model does not know, and what nobody could.",
    discussion: """
      Positions of a small model's store are compared with a larger model's (or with the exact truth
      of a world), labelled by a rule, divided by document and balanced. The file has a line a
      labelled position: document, position, token, class (epistemic, aleatoric) or target, part,
      whether balancing kept it, and both entropies. What was left out and what balancing left of
      the difference in token ids is printed.

      jsd and log-jsd are the Jensen-Shannon divergence of both models' next-token distributions;
      where their tokenizers differ there is no common vocabulary, and it is that of their
      next-byte distributions, which needs the texts (--input) and sees the first letter only.

      With --large and --truth the labels are the larger model's, unless --by truth is given.

      Example: knowable label --small small.store --large large.store --output labels.jsonl
      """)

  @OptionGroup var reference: ReferenceOptions

  @OptionGroup var rule: LabelRuleOptions

  @Option(help: "Whose entropies decide: model or truth.")
  var by: ReferenceSource?

  @Option(help: "The small model itself, for jsd and log-jsd.")
  var smallModel: String?

  @Option(help: "The larger model itself, for jsd and log-jsd.")
  var largeModel: String?

  @Option(help: "The documents, for jsd and log-jsd of models whose tokenizers differ.")
  var input: String?

  @Option(help: "Column or key of the text.")
  var textColumn = "text"

  @Option(help: "Longest sequence the models saw when the stores were made, for jsd and log-jsd.")
  var contextLength: Int?

  @Option(help: "File of the labels: .csv, or JSON lines.")
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if rule.task.needsDivergence, smallModel == nil || largeModel == nil {
      throw ValidationError(
        "The divergence of two models needs both: give --small-model and --large-model.")
    }
  }

  func run() throws {
    common.apply()
    let (side, references) = try reference.open()
    guard var pairs = references.first(where: { by == nil || $0.source == by }) else {
      throw BadInput("Labels by \(by == .truth ? "truth need --truth" : "model need --large").")
    }
    if rule.task.needsDivergence { pairs.divergence = try divergences(side, pairs) }
    let selection = try rule.selection(pairs, seed: common.seed)
    try LabelFile.write(selection, to: output)
    common.remark("\(output): \(selection.labelled.count) labelled positions")
    let text = LabelText(selection)
    common.show(text.json(file: output), text: text.text)
  }

  /// Runs both models side by side over the documents.
  private func divergences(_ side: PairSide, _ pairs: PairedPositions) throws -> [Float] {
    if pairs.alignment.rule == .bytes, input == nil {
      throw BadInput(
        "These models cut texts into different tokens, so their divergence is taken over the next "
          + "byte of the text: give the documents with --input.")
    }
    func open(_ name: String?) throws -> LanguageModel {
      try LanguageModel.open(path: ModelLibrary.resolve(name ?? ""))
    }
    let models = ModelPair(
      small: try open(smallModel), large: try open(largeModel), contextLength: contextLength)
    var line = ProgressLine(
      "Divergences:", unit: "documents", total: side.documents.count, quiet: common.quiet)
    var reader = try input.map {
      try DocumentReader(path: $0, columns: DocumentReader.Columns(text: textColumn))
    }
    return try models.divergences(at: pairs, of: side, documents: { try reader?.next() }) { done in
      try line.advance(to: done)
    }
  }
}
