import ArgumentParser
import Calibration
import Probes
import Statistics
import Studies
import TensorFiles
import TextFiles

/// Pages of very many rows, to be opened in a browser (`peers/open_reports.py` times that).
struct ReportBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write an annotated text and a probe's report of so many rows; time and size of each."
  )

  @Option(help: "Tokens of the text, and items of the report.")
  var rows = 100_000

  @Option(help: "Tokens of one text.")
  var length = 500

  @Option(help: "Folder to write annotated.html and probe.html to.")
  var output: String

  func run() throws {
    try Folder.make(output)
    try write(try annotated(), to: "annotated.html")
    try write(try probe(), to: "probe.html")
  }

  private func write(_ report: some Report, to name: String) throws {
    var page = ""
    let seconds = Stopwatch.seconds { page = report.html() }
    try AtomicFile.write(path: "\(output)/\(name)", text: page)
    let result: JSONValue = [
      "page": .string(name), "rows": .integer(Int64(rows)), "seconds": .number(seconds),
      "bytes": .integer(Int64(page.utf8.count)),
    ]
    print(result.serialized())
  }

  private func annotated() throws -> AnnotationPage {
    let band = try EntropyBand(2, 3)
    var generator = RandomGenerator(seed: 1)
    let passages = stride(from: 0, to: rows, by: length).map { start in
      PairReport.Passage(
        id: "text-\(start / length)",
        tokens: (start..<min(start + length, rows)).map { token in
          token == start
            ? TokenAnnotation(first: "The")
            : TokenAnnotation(
              text: " token\(token % 100)", entropy: 4 * generator.uniform(),
              logProbability: -4 * generator.uniform(), aleatoric: generator.uniform(), band: band)
        })
    }
    return AnnotationPage(subject: "a made-up model", passages: passages)
  }

  private func probe() throws -> ProbeReport {
    var generator = RandomGenerator(seed: 2)
    let items = (0..<rows).map { row in
      let probability = generator.uniform()
      return ProbeReport.Item(
        id: "document-\(row / 100):\(row % 100)", text: "", group: "document-\(row / 100)",
        token: " token\(row % 100)", isPositive: generator.uniform() < probability,
        probability: probability)
    }
    let evaluation = try evaluate(
      probabilities: items.map(\.probability), labels: items.map(\.isPositive),
      clusters: (0..<rows).map { $0 / 100 }, resamples: 100, seed: 0)
    var report = ProbeReport(
      subject: .init(
        probe: "logistic", model: "a made-up model", tap: "block.1", position: "all", data: "texts",
        label: LabelDefinition(column: "label", groupColumn: "document")),
      before: .init(evaluation: evaluation))
    report.items = items
    return report
  }
}
