import Calibration
import Probes
import Statistics
import TextFiles

extension WorldStudy {
  /// The fitted runs of a scheme, one a seed.
  func runs(_ scheme: SupervisionScheme) throws -> [WorldRun] {
    try parallelMap(worlds.count) { number in
      guard let arm = worlds[number].arms.arm(scheme) else {
        throw HedgedPredictionError.badSetting("The study has no arm \(scheme.name).")
      }
      return try WorldRun(arm, of: worlds[number].training, calculus: calculus)
    }
  }

  /// Predictions of one head a seed for the held-out questions of all seeds.
  func heldOutPredictions(_ heads: [EvidenceHead], axis: WorldScore = .oracle) throws
    -> AnswerPredictions
  {
    var all = AnswerPredictions(space: space)
    for (run, (world, head)) in zip(worlds, heads).enumerated() {
      all.append(
        try world.heldOut.predictions(
          head, space: space, axis: axis, run: run, firstQuestion: run * settings.heldOut))
    }
    return all
  }

  func armResult(_ scheme: SupervisionScheme) throws -> JSONValue {
    let plan = try plan(scheme)
    let runs = try runs(scheme)
    // Without unfamiliar examples there is nothing to compare with but the truth's hedge.
    let hedge = try plan.hedge ?? self.plan(.truth).hedge ?? calculus.hedge(of: [])
    let predictions = try heldOutPredictions(runs.map(\.head))
    let evaluation = try HedgeEvaluation(predictions, hedge: hedge, bins: bins, options: options)
    let byLoss = try HedgeEvaluation(
      heldOutPredictions(runs.map(\.head), axis: .negativeLogLikelihood), hedge: hedge,
      bins: ScoreBins(edges: [0, 0.02, 0.5, 1, 1.5, 2]), options: options)
    var unfamiliar = AnswerPredictions(space: space)
    var calibrationGap = 0.0
    for run in runs {
      if run.arm.examples.contains(where: \.isUnfamiliar) {
        unfamiliar.append(try run.unfamiliarTrainingPredictions(space: space))
      }
      let weighted = try calculus.meanTarget(
        of: run.arm.examples.map { WeightedTarget($0.target, weight: $0.weight) })
      let gap = zip(run.meanTrainingPrediction(calculus), weighted).map { abs($0 - $1) }.max()
      calibrationGap = max(calibrationGap, gap ?? 0)
    }
    let residual = unfamiliar.count > 0 ? unfamiliar.stationarityResidual(hedge) : nil
    let outcome = try HedgeOutcome(plan, evaluation, stationarityResidual: residual)
    let curve = try predictions.riskCoverage()
    return [
      "text": .string(scheme.text), "plan": plan.json, "plan_text": .string(plan.text),
      "outcome": outcome.json, "evaluation": evaluation.json, "by_nll": byLoss.json,
      "label_rate_gap": .number(calibrationGap),
      "slope": .number(Sample.mean(runs.map(\.head.slope))),
      "aurc": .number(curve.aurc), "excess_aurc": .number(curve.excess),
    ]
  }

  func contrastResult() throws -> JSONValue {
    let truth = try (heldOutPredictions(runs(.truth).map(\.head)), plan(.truth).hedge)
    var rows: [JSONValue] = []
    for scheme in settings.schemes where scheme != .truth {
      guard let first = try plan(scheme).hedge, let second = truth.1 else { continue }
      // Arms that leave the unfamiliar alone have the truth's hedge: contrast them with what they
      // would have if their labels had gone to the unfamiliar.
      let isControl = scheme.group == .familiar
      let direction =
        isControl ? try plan(SupervisionScheme(scheme.rule)).hedge ?? first : first
      guard Divergence.totalVariation(direction.distribution, second.distribution) > 0.1 else {
        continue
      }
      let contrast = try CausalContrast(
        (heldOutPredictions(runs(scheme).map(\.head)), direction), (truth.0, second), bins: bins,
        options: options)
      rows.append([
        "arm": .string(scheme.name), "against": "truth", "is_control": .bool(isControl),
        "bins": .array(contrast.bins.map { $0.value.isNaN ? .null : $0.json }),
        "overall": contrast.overall.json,
      ])
    }
    return .array(rows)
  }
}
