import Calibration
import Probes
import Statistics
import Studies
import TextFiles

/// An evaluation as tables for a terminal, or as JSON.
struct EvaluationText {
  private let evaluation: ProbeEvaluation

  init(_ evaluation: ProbeEvaluation) { self.evaluation = evaluation }

  var text: String {
    let size = evaluation.size
    var text = "\n\(evaluation.tap), \(evaluation.part.rawValue) part: n = \(size.count) "
    text += "(\(size.positives) positive) in \(size.groups) groups\n"
    if let overlap = evaluation.overlap, evaluation.part == .all {
      let rows = overlap.trainingRows + overlap.validationRows
      let groups = overlap.trainingGroups + overlap.validationGroups
      if rows > 0 {
        text +=
          "\(rows) of them belong to \(groups) groups that the probe was fitted or chosen on; "
        text += "--part test leaves those out\n"
      }
    }
    text += "\n" + metrics + "\n" + baselines
    text +=
      "\n95 % intervals: bootstrap over groups; those of ECE and MCE, which noise pushes up, are "
    text += "reflected. Probabilities are those of the positive class.\n"
    return text
  }

  private var metrics: String {
    var header: [(String, TextTable.Alignment)] = [("", .left), ("probe", .left)]
    if evaluation.after != nil { header.append(("recalibrated", .left)) }
    var table = TextTable(header)
    for metric in BinaryMetric.allCases {
      var cells = [metric.title, evaluation.before[metric].shown]
      if let after = evaluation.after { cells.append(after[metric].shown) }
      table.add(cells)
    }
    return table.text
  }

  private var baselines: String {
    var table = TextTable([
      ("compared with", .left), ("AUROC", .left), ("probe minus it", .left), ("", .left),
    ])
    for result in evaluation.baselines {
      let kind = result.baseline.kind
      table.add([
        kind.rawValue, result.auroc?.shown ?? "-", result.lead[.auroc]?.shown ?? "-",
        kind == evaluation.bestBaseline ? "best on validation" : "",
      ])
    }
    return table.text
  }

  var json: JSONValue {
    [
      "tap": .string(evaluation.tap),
      "part": .string(evaluation.part.rawValue),
      "n": .integer(Int64(evaluation.size.count)),
      "positives": .integer(Int64(evaluation.size.positives)),
      "groups": .integer(Int64(evaluation.size.groups)),
      "overlap_with_training_rows": evaluation.overlap.map {
        .integer(Int64($0.trainingRows))
      } ?? .null,
      "before": evaluation.before.json,
      "after": evaluation.after?.json ?? .null,
      "baselines": .array(
        evaluation.baselines.map { result in
          [
            "name": .string(result.baseline.kind.rawValue),
            "auroc": result.auroc?.json ?? .null, "spread": result.spread?.json ?? .null,
            "probe_minus_baseline_auroc": result.lead[.auroc]?.json ?? .null,
            "best_on_validation": .bool(result.baseline.kind == evaluation.bestBaseline),
          ]
        }),
    ]
  }
}

extension BinaryEvaluation {
  var json: JSONValue {
    .object(JSONObject(BinaryMetric.allCases.map { ($0.rawValue, self[$0].json) }))
  }
}
