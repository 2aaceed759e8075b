import Charts
public import Probes
import Statistics
public import TextFiles

/// A transfer study as one page and as JSON.
public struct TransferReport: Report {
  /// The domains, in the order of rows and columns.
  public var domains: [String]
  /// One a probe file.
  public var matrices: [TransferStudy.Matrix]
  /// Settings that decide the result, in reading order.
  public var settings: [NamedValue] = []
  /// Versions of the program and of what it stands on.
  public var versions: [NamedValue] = []
  /// The command lines that make this report again.
  public var commands: [String] = []

  /// A report of some matrices over the same domains.
  public init(domains: [String], matrices: [TransferStudy.Matrix]) {
    (self.domains, self.matrices) = (domains, matrices)
  }

  /// The page; light and dark, wide and narrow, nothing is loaded from elsewhere.
  public var page: Page {
    let sections = matrices.enumerated().map { number, matrix in
      Page.Section(
        id: "matrix-\(number + 1)", title: "Probe \(matrix.name)", shortTitle: matrix.name,
        content: """
          \(HTML.figure(figure(matrix), width: 720))
          <details open><summary>The numbers</summary>\(table(matrix).html)</details>

          """)
    }
    return Page(
      title: "Trained on one domain, judged on another", kicker: "Transfer",
      opening: """
        <p class="lede">Probes that tell ignorance from chance, unchanged on other texts: rows are \
        what a probe was trained on, columns what it is judged on (test documents only). 0.5 is \
        guessing; the last row is the model's own entropy, which needs no training.</p>
        \(HTML.findings(findings, notes: reasons))
        """,
      sections: sections + [
        .method(settings: settings, versions: versions, hashes: [], commands: commands)
      ],
      data: data
    )
  }

  /// For each probe and pair of domains: what is lost away from home, and whether more than guessing
  /// is left.
  private var findings: [Finding] {
    matrices.flatMap { matrix in
      domains.indices.flatMap { row in
        domains.indices.filter { $0 != row }.compactMap { column -> Finding? in
          let (away, home) = (matrix.cells[row][column].auroc, matrix.cells[column][column].auroc)
          guard away.value.isFinite, home.value.isFinite else { return nil }
          let drop = home.value - away.value
          let size = NumberText.fixed(drop.magnitude, decimals: 3)
          return Finding(
            verdict: away.low > 0.5 ? .good : .bad,
            claim: "\(matrix.name): from \(domains[row]) to \(domains[column]) "
              + "AUROC \(away.valueText) (\(away.intervalText)).",
            reason: "A probe trained there reaches \(home.valueText), "
              + "\(size) \(drop < 0 ? "less" : "more").")
        }
      }
    }
  }

  private var reasons: [String] {
    let cells = matrices.flatMap { $0.cells.joined() }
    return Set(cells.compactMap(\.reason)).sorted()
  }

  private func figure(_ matrix: TransferStudy.Matrix) -> HeatMapFigure {
    HeatMapFigure(
      title: "Transfer of \(matrix.name)", metric: "AUROC, aleatoric above epistemic",
      columnTitle: "judged on", rowTitle: "trained on", columns: domains,
      rows: domains + ["entropy alone"],
      cells: (matrix.cells + [matrix.threshold]).map { row in
        row.map { HeatMapFigure.Cell(value: $0.auroc.value, count: $0.auroc.count) }
      })
  }

  private func table(_ matrix: TransferStudy.Matrix) -> Table {
    let trained = zip(domains, zip(matrix.probes, matrix.cells)).flatMap { name, row in
      zip(domains, row.1).map { cells(name, row.0, $0, $1) }
    }
    let alone = zip(domains, matrix.threshold).map { cells("nothing", "entropy alone", $0, $1) }
    return Table(
      caption: "Probe \(matrix.name) on test documents",
      columns: [
        .text("Trained on"), .text("Probe"), .text("Judged on"), .number("AUROC"),
        .number("without balancing"), .number("Positions"), .number("Documents"),
      ], rows: trained + alone, isCaptionHidden: true)
  }

  private func cells(
    _ trained: String, _ probe: String, _ judged: String, _ cell: TransferStudy.Cell
  ) -> [Table.Cell] {
    [
      .text(trained), .text(probe), .text(judged), .estimate(cell.auroc), .estimate(cell.natural),
      .count(cell.auroc.count), .count(cell.auroc.clusters),
    ]
  }

  /// The numbers as JSON: for each probe one entry a pair of domains, and the entropy alone.
  public var data: JSONValue {
    [
      "schema": 1, "domains": .array(domains.map(JSONValue.string)),
      "matrices": .array(
        matrices.map { matrix in
          [
            "probe": .string(matrix.name),
            "cells": .array(
              zip(domains, zip(matrix.probes, matrix.cells)).flatMap { name, row in
                zip(domains, row.1).map { Self.json(name, row.0, $0, $1) }
              }),
            "entropy_alone": .array(
              zip(domains, matrix.threshold).map { Self.json(nil, "entropy alone", $0, $1) }),
          ]
        }),
    ]
  }

  private static func json(
    _ trained: String?, _ probe: String, _ judged: String, _ cell: TransferStudy.Cell
  ) -> JSONValue {
    [
      "trained_on": trained.map(JSONValue.string) ?? .null, "kind": .string(probe),
      "judged_on": .string(judged), "auroc": cell.auroc.json,
      "auroc_without_balancing": cell.natural.json,
      "reason": cell.reason.map(JSONValue.string) ?? .null,
    ]
  }
}
