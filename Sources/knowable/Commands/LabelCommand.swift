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

  /// Runs both models side by side over the documents' tokens.
  private func divergences(_ side: PairSide, _ pairs: PairedPositions) throws -> [Float] {
    guard pairs.alignment.rule == .tokens else {
      throw BadInput(
        "The divergence of two models is taken over one vocabulary, and these models cut texts "
          + "into different tokens.")
    }
    func open(_ name: String?) throws -> LanguageModel {
      try LanguageModel.open(path: ModelLibrary.resolve(name ?? ""))
    }
    let models = ModelPair(small: try open(smallModel), large: try open(largeModel))
    var line = ProgressLine(
      "Divergences:", unit: "documents", total: side.documents.count, quiet: common.quiet)
    var divergences: [Float] = []
    for (number, tokens) in side.tokens.enumerated() {
      try Interruption.check()
      divergences += try models.divergences(of: tokens).map(Float.init)
      line.show(number + 1)
    }
    return divergences
  }
}
