import Probes
import Statistics
import TextFiles

/// What the In-Context Learning Test found, as text and JSON.
struct ICLTText {
  private let evaluations: [ICLTEvaluation]
  private let labels: [ICLTLabels]
  private let verdicts: [ICLTVerdicts]

  init(_ evaluations: [ICLTEvaluation], labels: [ICLTLabels], verdicts: [ICLTVerdicts]) {
    (self.evaluations, self.labels, self.verdicts) = (evaluations, labels, verdicts)
  }

  var json: JSONValue {
    [
      "labels": .array(
        labels.map {
          [
            "source": .string($0.title), "judged": .integer(Int64($0.judged.count)),
            "validation": .integer(Int64($0.validation.count)),
            "overlong": .integer(Int64($0.overlong)),
          ]
        }),
      "evaluations": .array(evaluations.map(\.json)),
      "verdicts": .array(verdicts.map(\.json)),
    ]
  }

  /// A table a separator and source of labels, and for several separators one over them.
  var text: String {
    var text = ""
    for source in labels where source.overlong > 0 {
      text += "\(source.title): \(source.overlong) positions with longer contexts were left out.\n"
    }
    for evaluation in evaluations {
      text += "\n\(evaluation.title), separator \(evaluation.layout)\n\(table(evaluation))"
      for lead in evaluation.leads {
        text += "minimum entropy minus \(lead.control.name): AUROC \(lead.auroc.shown)\n"
      }
      text += evaluation.copyRates.map { "copied, \($0.hints.name): \(copying($0.rate))\n" }
        .joined()
      if let warning = evaluation.warning { text += warning + "\n" }
    }
    if !verdicts.isEmpty { text += counted }
    let separators = Set(evaluations.map(\.layout))
    return separators.count > 1 ? text + "\nMinimum entropy by separator\n\(sweep)" : text
  }

  private func table(_ evaluation: ICLTEvaluation) -> String {
    var table = TextTable([
      ("score", .left), ("AUROC", .left), ("minus entropy before", .left), ("accuracy", .left),
      ("without labels", .left), ("n", .right), ("documents", .right),
    ])
    for row in evaluation.rows where row.hints == .own || row.score == .minimumEntropy {
      table.add([
        row.name, row.auroc.shown, row.score == nil ? "-" : row.lead.shown,
        row.accuracy?.shown ?? "-", row.labelFreeAccuracy?.shown ?? "-", String(row.auroc.count),
        String(row.auroc.clusters),
      ])
    }
    return table.text
  }

  private var counted: String {
    var table = TextTable([
      ("separator", .left), ("shown", .left), ("epistemic", .left), ("entropy before", .left),
      ("lowest after", .left), ("copied", .right), ("n", .right),
    ])
    for verdict in verdicts {
      table.add([
        verdict.layout, verdict.hints.name, verdict.epistemic.shown,
        Decimals.text(verdict.originalEntropy, 3), Decimals.text(verdict.minimumEntropy, 3),
        Decimals.text(verdict.copyRate.mean, 3), String(verdict.epistemic.count),
      ])
    }
    let warnings = verdicts.filter { $0.hints == .own }.compactMap(\.copyRate.warning)
    return table.text + warnings.map { $0 + "\n" }.joined()
  }

  private var sweep: String {
    var table = TextTable([
      ("separator", .left), ("labels", .left), ("AUROC", .left), ("minus random", .left),
      ("minus other document", .left), ("copied", .right),
    ])
    for evaluation in evaluations {
      let row = evaluation.rows.first { $0.score == .minimumEntropy && $0.hints == .own }
      func lead(_ control: ICLTHints) -> String {
        evaluation.leads.first { $0.control == control }?.auroc.shown ?? "-"
      }
      table.add([
        evaluation.layout, evaluation.title, row?.auroc.shown ?? "-", lead(.randomTokens),
        lead(.otherDocument),
        evaluation.copyRates.first.map { Decimals.text($0.rate.mean, 3) } ?? "-",
      ])
    }
    return table.text
  }

  private func copying(_ rate: ICLTCopyRate) -> String {
    let mean = "\(Decimals.text(rate.mean, 3)) (n \(rate.items))"
    guard rate.aleatoricItems > 0 else { return mean }
    return mean + ", at aleatoric positions \(Decimals.text(rate.aleatoricMean, 3))"
  }
}
