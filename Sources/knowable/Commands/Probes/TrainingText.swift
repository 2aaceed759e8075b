import Calibration
import Probes
import Statistics
import TextFiles

/// A training as tables for a terminal, or as JSON.
struct TrainingText {
  private let training: ProbeTraining
  private let head: HeadTraining?

  /// The training of a linear probe, and of the head beside it.
  init(_ training: ProbeTraining, _ head: HeadTraining? = nil) {
    (self.training, self.head) = (training, head)
  }

  var text: String {
    var text = ""
    for size in training.sizes {
      text += "\(size.part.rawValue): n = \(size.count) (\(size.positives) positive) in "
      text += "\(size.groups) groups\n"
    }
    text += "\n" + sweep
    if training.sweep.rows.count > 1 {
      text += "The tap was chosen on validation; its test value was not looked at for that.\n"
    }
    text += EvaluationText(training.test).text
    if let head {
      text += "\n\(head.title), best after \(head.probe.head.bestStep) steps"
      text += EvaluationText(head.test).text
    }
    for note in training.notes { text += "Note: \(note)\n" }
    return text
  }

  private var sweep: String {
    var table = TextTable([
      ("tap", .left), ("validation AUROC", .left), ("test AUROC", .left), ("C", .right),
      ("", .left),
    ])
    for row in training.sweep.rows {
      table.add([
        row.tap, row.validation.auroc.shown, row.test.auroc.shown,
        row.penalty.map { "\($0.inverseRegularization)" } ?? "-",
        row.tap == training.sweep.winner.tap && training.sweep.rows.count > 1 ? "chosen" : "",
      ])
    }
    return table.text
  }

  func json(probe: String) -> JSONValue {
    [
      "probe": .string(probe),
      "parts": .array(
        training.sizes.map { size in
          [
            "part": .string(size.part.rawValue), "n": .integer(Int64(size.count)),
            "positives": .integer(Int64(size.positives)), "groups": .integer(Int64(size.groups)),
          ]
        }),
      "sweep": .array(
        training.sweep.rows.map { row in
          [
            "tap": .string(row.tap),
            "c": row.penalty.map { .number($0.inverseRegularization) } ?? .null,
            "validation_auroc": row.validation.auroc.json,
            "validation_nll": row.validation.negativeLogLikelihood.json,
            "test_auroc": row.test.auroc.json,
            "chosen": .bool(row.tap == training.sweep.winner.tap),
          ]
        }),
      "recalibration": .string(training.probe.recalibration.method.rawValue),
      "test": EvaluationText(training.test).json,
      "head": head.map(json) ?? .null,
      "notes": .array(training.notes.map(JSONValue.string)),
    ]
  }

  private func json(_ head: HeadTraining) -> JSONValue {
    [
      "title": .string(head.title), "best_step": .integer(Int64(head.probe.head.bestStep)),
      "recalibration": .string(head.probe.recalibration.method.rawValue),
      "test": EvaluationText(head.test).json,
    ]
  }
}
