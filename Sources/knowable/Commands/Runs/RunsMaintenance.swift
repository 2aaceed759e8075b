import ArgumentParser
import Catalog
import TensorFiles
import TextFiles

extension RunsCommand {
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find recorded files that are missing or changed.",
      discussion: "Ends with code 1 when there are any. Example: knowable runs verify --inputs")

    @Flag(help: "Look at what runs read, too.")
    var inputs = false

    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalog = try RunsCommand.open()
      var line = ProgressLine("Verifying:", unit: "files", quiet: common.quiet)
      let found = try catalog.verify(inputs: inputs) { count in
        try line.advance(to: count)
      }
      line.finish(
        found.isEmpty ? "Every file is as it was." : "\(found.count) files are not as they were.")
      if common.json {
        common.print(
          .array(
            found.map { entry in
              var members = entry.artifact.json.object ?? JSONObject()
              members["run"] = .string(entry.run)
              members["condition"] = .string(entry.condition.rawValue)
              return .object(members)
            }))
      } else if !found.isEmpty {
        var table = TextTable([("condition", .left), ("run", .left), ("file", .left)])
        for entry in found {
          table.add([entry.condition.rawValue, entry.run, entry.artifact.path])
        }
        Terminal.write(table.text)
      }
      if !found.isEmpty { throw ExitCode(1) }
    }
  }

  struct Collect: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gc",
      abstract: "Forget runs that failed, were stopped, or whose files are all gone.",
      discussion: "Only records are removed, never files. Example: knowable runs gc --dry-run")

    @Flag(help: "Only say what would be forgotten.")
    var dryRun = false

    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalog = try RunsCommand.open()
      let abandoned = try catalog.abandoned(isAlive: Host.isAlive)
      if !dryRun, !abandoned.isEmpty { try catalog.remove(abandoned) }
      if common.json { return common.print(.array(abandoned.map(\.json))) }
      for run in abandoned { Terminal.write("\(run.id)  \(run.command)  \(run.shownStatus)\n") }
      common.remark(
        "\(abandoned.count) runs " + (dryRun ? "would be forgotten." : "are forgotten."))
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write runs with files and metrics as JSON lines, or metrics as CSV.",
      discussion: "Example: knowable runs export --output runs.csv")

    @Option(help: "File to write: .csv for a table of metrics, anything else for JSON lines.")
    var output: String

    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalog = try RunsCommand.open()
      let runs = try catalog.runs()
      let asTable = output.hasSuffix(".csv")
      try AtomicFile.write(path: output) { file in
        if asTable { try file.write(Self.header) }
        for run in runs.reversed() {
          try Interruption.check()
          let metrics = try catalog.metrics(of: run.id)
          if asTable {
            try file.write(metrics.map { Self.row($0, of: run) }.joined())
          } else {
            var members = run.json.object ?? JSONObject()
            members["artifacts"] = .array(try catalog.artifacts(of: run.id).map(\.json))
            members["metrics"] = .array(metrics.map(\.json))
            try file.write(line: .object(members))
          }
        }
      }
      common.remark("\(output): \(runs.count) runs")
    }

    private static let header =
      "run,command,step,status,started_at,seed,version,metric,value,low,high,level,n,clusters,"
      + "resamples,unit,direction\n"

    private static func row(_ metric: RecordedMetric, of run: RunRecord) -> String {
      func number(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
      let cells = [
        run.id, run.command, run.step ?? "", run.status.rawValue, run.startedAt,
        run.seed.map { String($0) } ?? "", run.version, metric.name, number(metric.value),
        number(metric.low), number(metric.high), number(metric.level), String(metric.count),
        String(metric.clusters), String(metric.resamples), metric.unit, metric.direction.rawValue,
      ]
      return cells.map(\.csvCell).joined(separator: ",") + "\n"
    }
  }
}
