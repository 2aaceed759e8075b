import ArgumentParser
import HedgedPrediction
import Probes
import Studies
import TensorFiles
import TextFiles

struct HedgeReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the report and the live page of a finished study again.",
    discussion: "Example: knowable hedge report --study hedge-study")

  @Option(help: "Folder of the study, as `knowable hedge world` wrote it.")
  var study: String

  @OptionGroup var reports: ReportOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let whole = try JSONValue.load(path: "\(study)/study.json")
    let report = try HedgeReportFiles(study: whole, folder: study)
    try report.write(reports)
    common.remark("The report: \(study)/report.html; the live page: \(study)/live.html")
    common.show(whole, text: report.text)
  }
}

/// The pages of a study in its folder.
struct HedgeReportFiles {
  private let report: HedgeReport
  private let folder: String

  init(study: JSONValue, folder: String) throws {
    report = try HedgeReport(
      study: study, versions: Host.versions,
      commands: [Host.commandLine])
    self.folder = folder
  }

  func write(_ options: ReportOptions) throws {
    try options.write(report, to: "\(folder)/report.html")
    try AtomicFile.write(path: "\(folder)/live.html", text: try HedgeLivePage().html())
  }

  /// Predicted against observed, for the terminal.
  var text: String {
    var table = TextTable([
      ("arm", .left), ("predicted hedge", .left), ("observed", .left), ("distance", .left),
      ("verdict", .left),
    ])
    for row in report.outcomes {
      table.add([row.name, row.predicted, row.observed, row.distance, row.verdict])
    }
    return table.text
  }
}
