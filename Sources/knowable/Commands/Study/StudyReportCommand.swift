import ArgumentParser
import Batches
import Catalog
import Foundation
import Probes
import Statistics
import Studies
import TensorFiles

extension StudyCommand {
  struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write what the steps measured as one HTML page.",
      discussion: "Example: knowable study report study.yaml --output study.html")

    @OptionGroup var options: StudyOptions

    @Option(help: "HTML file to write.")
    var output: String

    @OptionGroup var reports: ReportOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
      let study = try options.study()
      let plan = try options.plan(study)
      let report = StudyReport(
        name: study.name, about: study.about,
        runs: plan.steps.map { run(of: $0) },
        source: try String(contentsOfFile: study.path, encoding: .utf8),
        facts: Host.versions.map { ($0.name, $0.value) })
      try reports.write(report, to: output)
      common.remark("The report: \(output)")
      if common.json { common.print(report.data) }
    }

    private func run(of step: PlannedStep) -> StudyReport.Run {
      let store = options.store
      let metrics = store.result(of: step.key).map(RecordedMetric.found) ?? []
      return StudyReport.Run(
        step: step.step,
        label: step.coordinates.map { "\($0.name)=\($0.value)" }.joined(separator: ", "),
        command: step.command, state: store.isDone(step.key) ? "done" : "not done",
        folder: String(step.key.prefix(16)),
        metrics: metrics.map { metric in
          StudyReport.Metric(
            name: metric.name, unit: metric.unit, direction: metric.direction.rawValue,
            estimate: Estimate(
              value: metric.value, low: metric.low, high: metric.high, level: metric.level,
              count: metric.count, clusters: metric.clusters, resamples: metric.resamples))
        })
    }
  }
}
