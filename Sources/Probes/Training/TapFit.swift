/// A probe fitted at one tap.
struct TapFit: Sendable {
  let probe: LinearProbe
  /// How C was chosen; nil for kinds without a penalty.
  let penalty: PenaltyChoice?
  let report: SolverReport?
  /// λ of LDA.
  let shrinkage: Double?
  /// Logits of the validation and test rows.
  let validation: [Double]
  let test: [Double]
  let constantFeatures: Int

  /// Fits the kind of probe that `options` ask for and applies it to the parts it did not see.
  init(
    _ features: LayerFeatures, labels: ProbeLabels, split: SplitRows, options: ProbeOptions,
    monitor: ProbeMonitor
  ) throws {
    let rows = split[.train]
    let training = try TrainingRows(features, rows: rows, labels: labels.labels)
    switch options.kind {
    case .logistic:
      var curvature = training.sharedCurvature()
      let numbers = labels.groupNumbers
      var path = PenaltyPath(options: options.penalty, seed: options.seed)
      path.isCancelled = monitor.isCancelled
      let choice = try path.choose(
        for: training, groups: rows.map { numbers[Int($0)] }, curvature: &curvature)
      let c = choice.inverseRegularization
      let fit = try training.fit(
        inverseRegularization: c, solver: LogisticSolver(isCancelled: monitor.isCancelled),
        curvature: &curvature)
      (probe, penalty, report, shrinkage) = (fit.probe, choice, fit.report, nil)
    case .massMean:
      (probe, penalty, report, shrinkage) = (try MassMeanProbe.fit(training), nil, nil, nil)
    case .lda:
      let fit = try LDAProbe.fit(training, shrinkage: options.shrinkage)
      (probe, penalty, report, shrinkage) = (fit.probe, nil, nil, fit.shrinkage)
    }
    validation = try probe.logits(of: features, rows: split[.validation])
    test = try probe.logits(of: features, rows: split[.test])
    constantFeatures = training.data.standardizer.constantFeatures
  }
}
