import Probes
import TextFiles

/// What became of positions on their way to labels, as text and JSON.
struct LabelText {
  let selection: LabelSelection

  init(_ selection: LabelSelection) { self.selection = selection }

  private var labelled: LabelledPositions { selection.labelled }

  /// Counts before and after balancing, a row a part.
  var text: String {
    let counts = labelled.counts
    var text = labelled.pairs.alignment.sentence + "\n"
    text += "\(counts.inBand) in the band \(labelled.rule.band.text) nats, "
    text += "\(counts.outsideBand) outside, \(counts.skipped) skipped at the start of documents, "
    text += "\(counts.discarded) in the band of no class.\n\n"
    let names = classNames
    var table = TextTable(
      [("part", .left), ("documents", .right)]
        + columns(names).map { ($0, .right) }
        + [("imbalance", .right), ("kept", .right), ("token AUROC", .right)])
    for report in selection.reports {
      let numbers =
        names.isEmpty ? [report.naturalCount] : report.natural + report.balanced
      table.add(
        [report.part.rawValue, String(report.documents)] + numbers.map(String.init)
          + [report.naturalVariation, report.balancedVariation, report.tokenAUROC].map {
            $0.isFinite ? Decimals.text($0, 3) : "-"
          })
    }
    text += table.text
    return text
      + "\nBalanced by \(selection.options.balance.rawValue); imbalance is the total variation "
      + "between the classes' token ids.\n"
  }

  func json(file: String) -> JSONValue {
    let counts = labelled.counts
    let alignment = labelled.pairs.alignment
    return [
      "file": .string(file), "rule": labelled.rule.json,
      "pairing": [
        "rule": .string(alignment.rule.rawValue),
        "small_positions": .integer(Int64(alignment.smallPositions)),
        "reference_positions": .integer(Int64(alignment.largePositions)),
        "paired": .integer(Int64(alignment.paired)),
      ],
      "in_band": .integer(Int64(counts.inBand)),
      "outside_band": .integer(Int64(counts.outsideBand)),
      "skipped": .integer(Int64(counts.skipped)), "discarded": .integer(Int64(counts.discarded)),
      "labelled": .integer(Int64(labelled.count)),
      "balance": .string(selection.options.balance.rawValue),
      "split": .string(selection.split.rule),
      "parts": .array(selection.reports.map(Self.json)),
    ]
  }

  private func columns(_ names: [String]) -> [String] {
    names.isEmpty ? ["positions"] : names + names.map { _ in "kept" }
  }

  private var classNames: [String] {
    switch labelled.rule.task.classes {
    case 0: []
    case 2: ["epistemic", "aleatoric"]
    case let count: (0..<count).map { "class \($0)" }
    }
  }

  private static func json(_ report: PartBalance) -> JSONValue {
    func numbers(_ counts: [Int]) -> JSONValue { .array(counts.map { .integer(Int64($0)) }) }
    return [
      "part": .string(report.part.rawValue), "documents": .integer(Int64(report.documents)),
      "n": .integer(Int64(report.naturalCount)), "classes_before": numbers(report.natural),
      "classes_after": numbers(report.balanced),
      "token_imbalance_before": .number(report.naturalVariation),
      "token_imbalance_after": .number(report.balancedVariation),
      "token_id_auroc": .number(report.tokenAUROC),
    ]
  }
}
