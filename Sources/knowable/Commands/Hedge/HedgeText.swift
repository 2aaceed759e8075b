import Foundation
import HedgedPrediction
import Statistics

/// Results of finetuning studies as text for a terminal.
enum HedgeText {
  static func text(_ result: StudyResult) -> String {
    var text = ""
    for arm in result.arms {
      text += arm.plan.text
      let outcome = arm.outcome
      text += "  observed on the least familiar \(outcome.bin.rows) answers: "
      text += outcome.plan.calculus.space.text(outcome.observed)
      text += "; distance \(outcome.bin[.distanceOfMean].shown), \(outcome.verdict.rawValue)\n\n"
    }
    for axis in result.arms.first?.evaluations.map(\.axis) ?? [] {
      text += "By \(axis), from familiar to unfamiliar: right / abstains / wrong\n"
      text += table(result, axis: axis) + "\n"
    }
    return text + "\"Would be right\" means: \(result.reference).\n"
  }

  /// Advice: what each share is predicted to lead to, and the recommended one's curve.
  static func text(_ advice: FinetuningAdvice) -> String {
    let states = KnowledgeState.allCases.map { state in
      "\(advice.knowledge.count { $0 == state }) \(state.rawValue)"
    }
    var text = "\(advice.scores.count) questions: \(states.joined(separator: ", "))\n\n"
    var table = TextTable([
      ("share taught to abstain", .left), ("right", .right), ("abstains", .right),
      ("wrong", .right), ("accuracy when answering", .right), ("over-refusal", .right),
      ("expected reward", .right),
    ])
    func add(_ name: String, _ bin: HedgeEvaluation.Bin) {
      let metrics: [HedgeMetric] = [
        .right, .abstain, .wrong, .selectiveAccuracy, .overRefusal, .reward,
      ]
      table.add([name] + metrics.map { Decimals.text(bin[$0].value, 3) })
    }
    add("none", advice.untouched.evaluations[0].evaluation.overall)
    for candidate in advice.candidates { add("\(candidate.share)", candidate.overall) }
    text += table.text + "\n"
    guard let best = advice.recommended, let threshold = advice.threshold else {
      return text + "Teach every answer as it is: no share earns more.\n"
    }
    text += "Recommended: teach the abstention above a score of \(Decimals.text(threshold, 4)), "
    text += "\(advice.isRelabelled.count { $0 }) examples (share \(best.share)).\n\n"
    text += best.arm.plan.text
    var curve = TextTable([
      ("score", .right), ("n", .right), ("right", .left), ("abstains", .left), ("wrong", .left),
    ])
    for bin in best.arm.evaluations[0].evaluation.bins where bin.rows > 0 {
      curve.add(
        [Decimals.text(bin.meanScore, 2), String(bin.questions)]
          + [HedgeMetric.right, .abstain, .wrong].map { bin[$0].shown })
    }
    return text + "\nForeseen on held-out questions:\n" + curve.text
      + "\"Would be right\" (over-refusal) means: \(advice.reference).\n"
  }

  /// Predicted curves beside those that came out.
  static func text(_ comparisons: [CurveComparison]) -> String {
    guard !comparisons.isEmpty else { return "" }
    var table = TextTable([
      ("prediction and outcome", .left), ("axis", .left), ("mean error", .right),
      ("largest", .right), ("points", .right),
    ])
    for comparison in comparisons {
      table.add([
        comparison.scheme.name, comparison.axis,
        comparison.error?.shown ?? Decimals.text(comparison.meanAbsoluteError, 3),
        Decimals.text(comparison.largestError, 3), String(comparison.points.count),
      ])
    }
    return "\n" + table.text
  }

  /// What models of a world write, a response of all statements about an entity.
  static func text(_ study: StatementStudy) -> String {
    let shown = ["right", "wrong", "abstains", "wrong, other attribute", "malformed"]
    var table = TextTable(
      [("model", .left), ("mentions", .left)] + shown.map { ($0, .left) })
    for (name, means) in study.models {
      for bin in means.bins where bin.rows > 0 {
        table.add(
          [name, Decimals.text(pow(10, -bin.meanScore) - 1, 0)] + shown.map { bin[$0].shown })
      }
    }
    return
      "\n\(study.statements) statements about each held-out entity, as the model writes them:\n"
      + table.text
  }

  /// One row an arm, one column a bin that has rows.
  private static func table(_ result: StudyResult, axis: String) -> String {
    let evaluations = result.arms.compactMap { arm in
      arm.evaluations.first { $0.axis == axis }.map { (arm.scheme.name, $0.evaluation) }
    }
    let bins = (evaluations.first?.1.bins ?? []).indices.filter {
      evaluations.first?.1.bins[$0].rows ?? 0 > 0
    }
    var table = TextTable(
      [("arm", .left)]
        + bins.map { (evaluations.first?.1.bins[$0]).map(title) ?? "" }.map { ($0, .left) }
        + [("all", .left), ("over-refusal", .left)])
    for (name, evaluation) in evaluations {
      table.add(
        [name] + bins.map { shares(evaluation.bins[$0]) } + [shares(evaluation.overall)]
          + [evaluation.overall[.overRefusal].shown])
    }
    return table.text
  }

  private static func title(_ bin: HedgeEvaluation.Bin) -> String {
    "\(Decimals.text(bin.meanScore, 2)) (n \(bin.questions))"
  }

  private static func shares(_ bin: HedgeEvaluation.Bin) -> String {
    [HedgeMetric.right, .abstain, .wrong].map { Decimals.text(bin[$0].value, 2) }
      .joined(separator: " / ")
  }
}
