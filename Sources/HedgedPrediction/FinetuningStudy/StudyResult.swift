import Statistics
public import TextFiles

/// A study's arms: what was expected of each, and what came out on held-out questions.
public struct StudyResult: Sendable {
  /// One arm over all its seeds.
  public struct ArmResult: Sendable {
    /// The scheme.
    public let scheme: SupervisionScheme
    /// The hedge as it was known before the runs.
    public let plan: HedgePlan
    /// Judged along each axis, in the order of the settings.
    public let evaluations: [(axis: String, evaluation: HedgeEvaluation)]
    /// Plan beside outcome on the first axis.
    public let outcome: HedgeOutcome
    /// Judged at every checkpoint along the first axis, without intervals.
    public let curve: [(step: Int, evaluation: HedgeEvaluation)]

    /// How long the least familiar questions stay at the hedge: of 1 - distance of single predictions
    /// from it, along the curve; nil without a curve.
    public var halfLife: HalfLife? {
      HalfLife(
        steps: curve.map(\.step),
        values: curve.map { point in
          let bin = point.evaluation.bins.last { $0.rows > 0 }
          return 1 - (bin?[.meanDistance].value ?? .nan)
        })
    }
  }

  /// The backend's name.
  public let backend: String
  /// In the order of the schemes.
  public let arms: [ArmResult]
  /// All runs, seed by seed.
  public let runs: [StudyRun]
  /// The axes in the order of the settings, one value a question of the table.
  let axes: [(name: String, values: [Double], bins: ScoreBins)]
  /// What "would be right" means for abstention precision, recall and over-refusal.
  public let reference: String

  init(
    _ runs: [StudyRun], table: OptionTable,
    axes: [(name: String, values: [Double], bins: ScoreBins)],
    settings: FinetuningStudy.Settings, backend: String, calculus: HedgeCalculus
  ) throws {
    (self.runs, self.backend, self.axes) = (runs, backend, axes)
    let judge = StudyJudge(table: table, settings: settings, runs: runs, space: calculus.space)
    reference = judge.reference
    arms = try settings.schemes.map { scheme in
      let own = runs.filter { $0.arm.scheme == scheme }
      let plan = try HedgePlan(
        name: scheme.name, calculus: calculus, targets: own.flatMap(\.arm.unfamiliarTargets),
        log: own.first?.arm.log)
      guard let hedge = plan.hedge else {
        throw HedgedPredictionError.badData(
          "Arm \(scheme.name) keeps no unfamiliar example, so there is no hedge to judge it by.")
      }
      let evaluations = try axes.map { axis in
        (
          axis.name,
          try HedgeEvaluation(
            judge.predictions(own, axis: axis.values, of: \.predictions), hedge: hedge,
            bins: axis.bins, rewards: settings.rewards,
            options: .init(resamples: settings.resamples, seed: settings.seed))
        )
      }
      let steps = own.first?.outcome.checkpoints.map(\.step) ?? []
      let curve = try steps.indices.map { index in
        (
          steps[index],
          try HedgeEvaluation(
            judge.predictions(own, axis: axes[0].values) {
              $0.outcome.checkpoints[index].predictions
            }, hedge: hedge, bins: axes[0].bins, options: .init(resamples: 0))
        )
      }
      return ArmResult(
        scheme: scheme, plan: plan, evaluations: evaluations,
        outcome: try HedgeOutcome(
          plan, evaluations[0].1, stationarityResidual: judge.residual(own, hedge: hedge)),
        curve: curve)
    }
  }

  /// The arm of a scheme.
  public func arm(_ scheme: SupervisionScheme) -> ArmResult? { arms.first { $0.scheme == scheme } }

  /// Every number.
  public var json: JSONValue {
    [
      "backend": .string(backend), "would_be_right": .string(reference),
      "runs": .array(
        runs.map { run in
          [
            "arm": .string(run.arm.scheme.name), "seed": .integer(Int64(bitPattern: run.seed)),
            "steps": .integer(Int64(run.outcome.checkpoints.last?.step ?? 0)),
            "judged_step": .integer(Int64(run.step)),
            "finished_before": .bool(run.wasFinishedBefore),
          ]
        }),
      "arms": .array(
        arms.map { arm in
          [
            "scheme": .string(arm.scheme.name), "plan": arm.plan.json, "outcome": arm.outcome.json,
            "axes": .array(
              arm.evaluations.map { ["axis": .string($0.axis), "evaluation": $0.evaluation.json] }),
            "curve": .array(
              arm.curve.map {
                ["step": .integer(Int64($0.step)), "evaluation": $0.evaluation.json]
              }), "half_life": arm.halfLife?.json ?? .null,
          ]
        }),
    ]
  }
}
