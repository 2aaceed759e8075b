import ArgumentParser
import Embeddings
import LanguageModels
import Probes
import Studies
import TensorFiles
import TextFiles

struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Show each token of a text as known, not known by the model, or unknowable.",
    discussion: """
      The probe comes from `knowable pair` and reads the model's state before each token: below its
      band of entropies the model is sure (known); inside, the probe says whether the uncertainty is
      the model's own (not known by me) or nobody could know (unknowable).

      Example: knowable annotate --model smollm2-135m-instruct --probe pair/gap.probe \\
        --text "The capital of Peru is Lima." --report annotated.html
      """)

  @Option(help: "A Hugging Face folder, a .gguf file, or the name of a fetched model.")
  var model: String

  @Option(help: "File of a probe with a label rule.")
  var probe: String

  @Option(help: "The text to annotate.")
  var text: String?

  @Option(help: "File of documents to annotate: .jsonl, .csv, .tsv, or one text a line.")
  var input: String?

  @Option(help: "HTML file to write.")
  var report: String?

  @OptionGroup var precision: PrecisionOptions

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if (text == nil) == (input == nil) { throw ValidationError("Give either --text or --input.") }
  }

  func run() throws {
    common.apply()
    let probe = try ProbeFile.open(probe)
    guard let rule = probe.metadata.label.rule else {
      throw BadInput("\(self.probe) has no label rule: it was not trained on positions of a pair.")
    }
    let model = try precision.open(model)
    guard try model.fingerprint() == probe.metadata.modelFingerprint else {
      throw BadInput(
        "\(self.probe) was trained on \(probe.metadata.source.modelName), which is not this model.")
    }
    let annotator = try TextAnnotator(model: model, probe: probe, band: rule.band)
    if !common.json {
      common.remark(
        Terminal.outputHasColour
          ? "Orange: not known by the model. Blue: unknowable."
          : "[word]? is not known by the model, [word]~ is unknowable.")
    }
    var passages: [PairReport.Passage] = []
    for document in try documents() {
      try Interruption.check()
      let tokens = try annotator.annotate(document)
      passages.append(.init(id: document.id, tokens: tokens))
      if common.json {
        let line: JSONValue = [
          "id": .string(document.id), "tokens": .array(tokens.map(\.json)),
        ]
        Terminal.write(line.serialized() + "\n")
      } else {
        Terminal.write(tokens.map(marked).joined() + "\n")
      }
    }
    if let report {
      let page = AnnotationPage(
        subject: model.name, passages: passages,
        notes: [
          "Probe at \(probe.tap); band \(rule.band.text) nats. Below the band a token counts "
            + "as known by the model, whether or not it is right."
        ])
      try reports.write(page, to: report)
      common.remark("The page: \(report)")
    }
  }

  private func documents() throws -> [Document] {
    if let text { return [Document(id: "text", row: 1, content: .text(text))] }
    var reader = try DocumentReader(path: input ?? "")
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return documents
  }

  /// Orange (or ?) where the model lacks knowledge, blue (or ~) where nobody could know.
  private func marked(_ token: TokenAnnotation) -> String {
    let blanks = token.text.prefix(while: \.isWhitespace)
    let word = token.text.dropFirst(blanks.count)
    func colour(_ code: String, _ sign: String) -> String {
      blanks
        + (Terminal.outputHasColour
          ? "\u{1B}[30;48;5;\(code)m\(word)\u{1B}[0m" : "[\(word)]\(sign)")
    }
    return switch token.knowability {
    case .unknownToModel: colour("215", "?")
    case .unknowable: colour("117", "~")
    case .known, .outsideBand, .unpredicted: token.text
    }
  }
}
