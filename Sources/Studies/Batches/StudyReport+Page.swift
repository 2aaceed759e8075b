import Charts
import Probes
import Statistics
public import TextFiles

extension StudyReport: Report {
  /// The report as one HTML page that needs no other file.
  public var page: Page {
    let measured = steps.filter { $0.runs.contains { !$0.metrics.isEmpty } }
    let sections = [overview] + measured.map(section) + [method]
    return Page(
      title: name, kicker: "Study", opening: opening, sections: sections,
      data: data
    )
  }

  /// Every number as JSON: what the page shows.
  public var data: JSONValue {
    .array(
      runs.map { run in
        [
          "step": .string(run.step), "label": .string(run.label),
          "command": .string(run.command), "state": .string(run.state),
          "metrics": .array(
            run.metrics.map { metric in
              [
                "name": .string(metric.name), "unit": .string(metric.unit),
                "direction": .string(metric.direction), "estimate": metric.estimate.json,
              ]
            }),
        ]
      })
  }

  private var opening: HTML {
    let done = runs.count { $0.state == "done" }
    return """
      <p class="lede">\(about.isEmpty ? "\(steps.count) steps." : about)</p>
      <p>\(done) of \(runs.count) runs are done. Intervals are those each run reported; runs that \
      judge the same items differ by less than their intervals suggest.</p>
      """
  }

  private var overview: Page.Section {
    let table = Table(
      caption: "Runs of the study",
      columns: [.text("step"), .text("run"), .text("command"), .text("state"), .text("results")],
      rows: runs.map { run in
        [
          .text(run.step), .text(run.label), .text(run.command), .text(run.state),
          Table.Cell("<code>\(run.folder)</code>"),
        ]
      }, isCaptionHidden: true)
    return Page.Section(id: "runs", title: "Runs", shortTitle: "Runs", content: table.html)
  }

  /// A step: figures of what several runs measured, then every number.
  private func section(_ step: (name: String, runs: [Run])) -> Page.Section {
    var names: [String] = []
    for metric in step.runs.flatMap(\.metrics) where !names.contains(metric.name) {
      names.append(metric.name)
    }
    let shared = names.filter { name in
      step.runs.count { run in run.metrics.contains { $0.name == name } } > 1
    }
    let figures = shared.prefix(6).map { name -> HTML in figure(name, step.runs) }
    let rows = names.flatMap { name in
      step.runs.compactMap { run -> [Table.Cell]? in
        run.metrics.first { $0.name == name }.map { row($0, run) }
      }
    }
    let table = Table(
      caption: "Metrics of \(step.name)",
      columns: [
        .text("metric"), .text("run"), .number("value"), .number("95 % interval"), .number("n"),
        .number("clusters"), .text("better"),
      ], rows: rows, isCaptionHidden: true)
    return Page.Section(
      id: "step-\(step.name)", title: step.name, shortTitle: step.name,
      content: "\(figures)\(table.html)")
  }

  private func figure(_ name: String, _ runs: [Run]) -> HTML {
    let found = runs.compactMap { run in
      run.metrics.first { $0.name == name }.map { (run, $0) }
    }
    let metric = found.first?.1
    let unit = metric?.unit.isEmpty == false ? ", \(metric?.unit ?? "")" : ""
    let direction =
      metric.map { $0.direction == "neutral" ? "" : ", \($0.direction) is better" } ?? ""
    let forest = ForestFigure(
      title: name, metric: name + unit + direction,
      rows: found.map {
        .init(label: $0.0.label.isEmpty ? $0.0.step : $0.0.label, value: $0.1.estimate.measured)
      })
    return HTML.figure(forest, width: 720)
  }

  private func row(_ metric: Metric, _ run: Run) -> [Table.Cell] {
    let estimate = metric.estimate
    var value = Table.Cell("\(estimate.valueText) \(metric.unit)", sortKey: estimate.value)
    value.estimate = estimate
    return [
      .text(metric.name), .text(run.label), value,
      .text(estimate.hasInterval ? estimate.intervalText : "none"), .count(estimate.count),
      .count(estimate.clusters), .text(metric.direction),
    ]
  }

  private var method: Page.Section {
    .method(
      lead: "<h3>The study file</h3>\n<pre><code>\(source)</code></pre>\n", settings: [],
      versions: facts.map { NamedValue($0.name, $0.value) }, hashes: [], commands: [])
  }
}
