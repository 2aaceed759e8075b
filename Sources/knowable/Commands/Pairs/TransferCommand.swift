import ArgumentParser
import LanguageModels
import Probes
import Statistics
import Studies
import TensorFiles
import TextFiles

struct TransferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Judge probes of one domain on the texts of others: train on A, test on B.",
    discussion: """
      Takes two or more folders that `knowable pair` wrote with the same small model, as FOLDER or
      NAME=FOLDER, and judges the probes of each on the test documents of all of them, with
      intervals over documents. The entropy alone, which needs no training, stands below.

      Example: knowable transfer prose=pair-wikitext code=pair-python --probes gap,gap.mlp \\
        --output transfer.html
      """)

  @Argument(help: "Folders of `knowable pair`, FOLDER or NAME=FOLDER.")
  var folders: [String]

  @Option(help: "Probe files of the folders without .probe, divided by commas: gap, threshold.mlp.")
  var probes = "gap,threshold"

  @Option(help: "What is made equally frequent in both classes; token is the paper's.")
  var balance: LabelBalance = .tokens

  @Option(help: "The small model, for heads that read logits or the likeliest token.")
  var model: String?

  @OptionGroup var intervals: IntervalOptions

  @Option(help: "HTML file to write.")
  var output: String?

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if folders.count < 2 { throw ValidationError("Give at least two folders of `knowable pair`.") }
  }

  func run() throws {
    common.apply()
    let domains = try folders.map { argument in
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      return parts.count == 2
        ? try TransferStudy.Domain(name: parts[0], folder: parts[1])
        : try TransferStudy.Domain(name: argument.lastPathPart, folder: argument)
    }
    let study = try TransferStudy(
      domains, model: try model.map { try LanguageModel.open(path: ModelLibrary.resolve($0)) },
      balance: balance, resamples: intervals.resamples, seed: common.seed)
    var line = ProgressLine("Transfer:", quiet: common.quiet)
    let names = probes.listed
    let matrices = try ProgressRelay().follow(&line) { monitor in
      try names.map { try study.matrix($0, monitor: monitor) }
    }
    line.finish("\(names.count) probes between \(domains.count) domains")
    var report = TransferReport(domains: study.names, matrices: matrices)
    report.settings = [
      NamedValue("Balancing", balance.rawValue),
      NamedValue("Intervals", "\(intervals.resamples) resamples of documents, seed \(common.seed)"),
    ]
    report.versions = Host.versions
    report.commands = [Host.commandLine]
    if let output {
      try reports.write(report, to: output)
      common.remark("The report: \(output)")
    }
    common.show(report.data, text: text(report))
  }

  private func text(_ report: TransferReport) -> String {
    report.matrices.map { matrix in
      let columns = report.domains.map { ("judged on \($0)", TextTable.Alignment.left) }
      var table = TextTable([("\(matrix.name), trained on", .left)] + columns)
      let rows = matrix.cells + [matrix.threshold]
      for (name, row) in zip(report.domains + ["nothing: entropy alone"], rows) {
        table.add([name] + row.map { "\($0.auroc.shown), n = \($0.auroc.count)" })
      }
      return table.text
    }.joined(separator: "\n")
  }
}
