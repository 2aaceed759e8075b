import ArgumentParser
import Catalog
import TextFiles

extension RunsCommand {
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The metrics of two runs beside each other.",
      discussion: """
        "apart" marks intervals that do not touch. Where both runs judged the same items, a paired
        interval would be narrower: intervals that touch do not show that nothing changed.

        Example: knowable runs compare 20261122T0601 last
        """)

    @Argument(help: "The start of a run's id.")
    var first: String

    @Argument(help: "The start of another run's id.")
    var second: String

    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalog = try RunsCommand.open()
      let runs = [try catalog.run(first), try catalog.run(second)]
      let comparison = RunComparison(
        try catalog.metrics(of: runs[0].id), try catalog.metrics(of: runs[1].id))
      if common.json {
        return common.print([
          "first": runs[0].json, "second": runs[1].json,
          "metrics": .array(comparison.lines.map(json)),
        ])
      }
      var table = TextTable([
        ("metric", .left), (runs[0].id, .left), (runs[1].id, .left), ("second - first", .right),
        ("", .left),
      ])
      for line in comparison.lines {
        table.add([
          line.name, line.first?.shown ?? "-", line.second?.shown ?? "-",
          line.difference.isNaN ? "" : Decimals.text(line.difference, 4), verdict(line),
        ])
      }
      Terminal.write(table.text)
    }

    private func verdict(_ line: RunComparison.Line) -> String {
      let better = line.isBetter.map { $0 ? "better" : "worse" }
      return [better, line.intervalsApart ? "apart" : nil].compactMap(\.self)
        .joined(separator: ", ")
    }

    private func json(_ line: RunComparison.Line) -> JSONValue {
      [
        "name": .string(line.name), "first": line.first?.json ?? .null,
        "second": line.second?.json ?? .null, "difference": .number(line.difference),
        "intervals_apart": .bool(line.intervalsApart),
        "better": line.isBetter.map(JSONValue.bool) ?? .null,
      ]
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Why two runs may differ, the first cause first.",
      discussion: """
        Causes are looked for in this order: data (with the first row that differs), options, seed,
        model, version, instruction set. Paths do not count, contents do.

        Example: knowable runs diff 20261122T0601 last
        """)

    @Argument(help: "The start of a run's id.")
    var first: String

    @Argument(help: "The start of another run's id.")
    var second: String

    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalog = try RunsCommand.open()
      let left = try catalog.run(first)
      let right = try catalog.run(second)
      let found = RunDifference.all(
        (left, try catalog.artifacts(of: left.id)), (right, try catalog.artifacts(of: right.id)))
      if common.json { return common.print(.array(found.map(json))) }
      guard !found.isEmpty else {
        return Terminal.write("Nothing that is recorded differs.\n")
      }
      var table = TextTable([
        ("cause", .left), ("what", .left), (left.id, .left), (right.id, .left), ("", .left),
      ])
      for cause in found {
        table.add([
          cause.kind.title, cause.name, cause.first, cause.second,
          cause.place.map { "first at \($0)" } ?? "",
        ])
      }
      Terminal.write(table.text)
    }

    private func json(_ cause: RunDifference) -> JSONValue {
      [
        "kind": .string(cause.kind.title), "name": .string(cause.name),
        "first": .string(cause.first), "second": .string(cause.second),
        "place": cause.place.map(JSONValue.string) ?? .null,
      ]
    }
  }
}

extension RunDifference.Kind {
  /// The kind in words.
  var title: String { self == .instructionSet ? "instruction set" : rawValue }
}
