import ArgumentParser
import Catalog
import TextFiles

extension RunsCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "The latest runs.",
      discussion: "Example: knowable runs list --command train --limit 10")

    @Option(help: "Only runs of this command, such as train.")
    var command: String?

    @Option(help: "Only runs that ended so: running, done, failed, interrupted.")
    var status: RunStatus?

    @Option(help: "Most runs to show; 0 for all.")
    var limit = 30

    @OptionGroup var common: CommonOptions

    func run() throws {
      let runs = try RunsCommand.open().runs(
        RunFilter(command: command, status: status, limit: limit > 0 ? limit : nil))
      if common.json { return common.print(.array(runs.map(\.json))) }
      var table = TextTable([
        ("id", .left), ("command", .left), ("status", .left), ("metrics", .right), ("seed", .left),
        ("version", .left),
      ])
      for run in runs {
        table.add([
          run.id, run.step.map { "\(run.command) (\($0))" } ?? run.command, run.shownStatus,
          String(run.metricCount), run.seed.map { String($0) } ?? "", run.version,
        ])
      }
      Terminal.write(table.text)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One run: options, files, metrics.",
      discussion: "Example: knowable runs show last")

    @Argument(help: "The start of a run's id, or last.")
    var id: String

    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalog = try RunsCommand.open()
      let run = try catalog.run(id)
      let artifacts = try catalog.artifacts(of: run.id)
      let metrics = try catalog.metrics(of: run.id)
      if common.json {
        var all = run.json.object ?? JSONObject()
        all["artifacts"] = .array(artifacts.map(\.json))
        all["metrics"] = .array(metrics.map(\.json))
        return common.print(.object(all))
      }
      Terminal.write(facts(of: run))
      var files = TextTable([("", .left), ("", .left), ("", .right), ("", .left)])
      for artifact in artifacts {
        files.add([
          "\(artifact.role.rawValue) \(artifact.name)", String(artifact.sha256.prefix(12)),
          Decimals.bytes(artifact.bytes), artifact.path,
        ])
      }
      if !artifacts.isEmpty { Terminal.write(files.text) }
      var numbers = TextTable([
        ("metric", .left), ("value", .left), ("n", .right), ("clusters", .right), ("", .left),
      ])
      for metric in metrics {
        numbers.add([
          metric.name, metric.shown, String(metric.count), String(metric.clusters),
          [
            metric.unit,
            metric.direction == .neutral ? "" : "\(metric.direction.rawValue) is better",
          ]
          .filter { !$0.isEmpty }.joined(separator: ", "),
        ])
      }
      if !metrics.isEmpty { Terminal.write("\n" + numbers.text) }
    }

    private func facts(of run: RunRecord) -> String {
      var table = TextTable([("run", .left), (run.id, .left)])
      table.add(["command", run.arguments.map(\.quotedForShell).joined(separator: " ")])
      table.add(["status", run.message.map { "\(run.shownStatus): \($0)" } ?? run.shownStatus])
      table.add(["began", run.startedAt])
      if let ended = run.endedAt { table.add(["ended", ended]) }
      if let parent = run.parent { table.add(["step of", parent]) }
      table.add(["folder", run.directory])
      table.add(["version", run.version])
      table.add(["instructions", run.instructionSet])
      for (name, value) in run.configuration.members where !value.isNull {
        table.add([name, value.string ?? value.serialized()])
      }
      return table.text + "\n"
    }
  }
}

extension RunRecord {
  /// The status, telling a run at work from one that was killed.
  var shownStatus: String {
    status == .running && !Host.isAlive(process) ? "killed" : status.rawValue
  }
}
