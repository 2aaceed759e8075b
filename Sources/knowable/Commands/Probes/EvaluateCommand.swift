import ArgumentParser
import Charts
import Embeddings
import Probes
import Studies
import TensorFiles

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge a probe on labelled documents and write a report.",
    discussion: """
      On the very examples the probe was trained from, only its test part is judged. On other data
      all documents are, and those whose group took part in training are counted; --part test
      leaves them out, by the probe's own split rule.

      Example: knowable evaluate --probe cities.probe --store neg_cities.store \\
        --labels neg_cities.csv --group group --report report.html
      """)

  @Option(help: "File of the probe that `knowable train` wrote.")
  var probe: String

  @OptionGroup var data: LabelledStoreOptions

  @Option(help: "Column with the label; the probe's own unless given.")
  var target: String?

  @Option(help: "Column of groups; the probe's own unless given.")
  var group: String?

  @Option(help: "Which documents to judge: train, validation, test or all.")
  var part: EvaluationPart?

  @Option(help: "HTML file to write.")
  var report: String?

  @Option(help: "Folder for the report's figures as SVG files.")
  var figures: String?

  @OptionGroup var intervals: IntervalOptions

  @Option(help: "The model of the store, for heads that read logits or the likeliest token.")
  var model: String?

  @Flag(help: "Judge features of another model than the one the probe was trained on.")
  var allowOtherModel = false

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let trained = try ProbeFile.open(probe)
    let definition = trained.metadata.label
    let examples = try data.open(
      label: target ?? definition.column, group: group ?? definition.groupColumn, common)
    var options = ProbeEvaluationOptions()
    options.part = part
    options.resamples = intervals.resamples
    options.seed = common.seed
    options.modelFingerprint = examples.features.store.manifest.model.fingerprint
    options.allowsOtherModel = allowOtherModel
    var line = ProgressLine("Evaluating:", quiet: common.quiet)
    let evaluation = try ProgressRelay().follow(&line) { monitor in
      try evaluateProbe(
        trained, features: data.features(of: examples, model: model), labels: examples.labels,
        options: options,
        monitor: monitor)
    }
    if report != nil || figures != nil {
      try write(ProbeReport(evaluation, of: trained, context: try context(examples)), line)
    }
    common.show(EvaluationText(evaluation).json, text: EvaluationText(evaluation).text)
  }

  private func write(_ page: ProbeReport, _ line: ProgressLine) throws {
    if let report {
      try reports.write(page, to: report)
      line.finish("The report: \(report)")
    }
    if let figures {
      try Folder.make(figures)
      for entry in page.figures {
        try AtomicFile.write(
          path: "\(figures)/\(entry.name).svg", text: entry.figure.standaloneSVG(width: 720))
      }
      line.finish("The figures: \(figures)")
    }
  }

  private func context(_ examples: StoreExamples) throws -> ProbeReport.Context {
    var context = ProbeReport.Context(data: data.labels.lastPathPart)
    if !examples.texts.isEmpty {
      context.texts = zip(examples.texts, examples.lastTokens).map(ProbeReport.ProbedText.init)
    }
    let settings = examples.features.store.manifest.settings
    context.settings = [
      NamedValue("Hidden states", "\(settings.dtype.rawValue), computed in \(settings.precision)"),
      NamedValue("Beginning of text", settings.beginningOfText),
      NamedValue("Context length", "\(settings.contextLength) tokens"),
      NamedValue("Intervals", "\(intervals.resamples) resamples of groups, seed \(common.seed)"),
    ]
    context.versions = Host.versions
    context.hashes = [
      NamedValue("Probe \(probe.lastPathPart)", try ContentHash.sha256(file: probe)),
      NamedValue("Judged \(data.labels.lastPathPart)", try ContentHash.sha256(file: data.labels)),
    ]
    context.commands = [Host.commandLine]
    return context
  }
}
