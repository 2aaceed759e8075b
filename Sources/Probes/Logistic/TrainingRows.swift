/// The rows that a probe is fitted on: standardised once, reduced to their span where that pays.
struct TrainingRows: Sendable {
  let tap: String
  /// The rows in the tap's own features.
  let data: StandardizedRows
  /// 0 or 1, one a row; empty for rows whose targets are given fit by fit.
  let targets: [Float]
  /// Case weights, one a row.
  let weights: [Float]?
  private let rowSpace: RowSpace?

  /// Standardises rows of a tap; `labels` and `weights` are one a row of the tap.
  init(
    _ features: LayerFeatures, rows: [Int32], labels: [Bool], weights: [Float]? = nil
  ) throws {
    guard labels.count == features.rows else {
      throw ProbesError.rowsDiffer(what: "labels", expected: features.rows, found: labels.count)
    }
    if let weights, weights.count != features.rows {
      throw ProbesError.rowsDiffer(what: "weights", expected: features.rows, found: weights.count)
    }
    let targets = rows.map { labels[Int($0)] ? Float(1) : 0 }
    let positives = targets.count { $0 == 1 }
    guard positives > 0, positives < targets.count else {
      throw ProbesError.unusablePart(
        part: "training", count: targets.count, positives: positives, groups: targets.count)
    }
    try self.init(
      features, rows: rows, targets: targets,
      weights: weights.map { all in rows.map { all[Int($0)] } })
  }

  /// Standardises rows of a tap; `targets` and `weights` are one a row of `rows`.
  init(
    _ features: LayerFeatures, rows: [Int32], targets: [Float] = [], weights: [Float]? = nil
  ) throws {
    (tap, self.targets, self.weights) = (features.tap, targets, weights)
    data = StandardizedRows(
      features, rows: rows, standardizer: try Standardizer(fitting: features, rows: rows))
    rowSpace =
      RowSpace.pays(rows: rows.count, width: features.width) ? try RowSpace(data) : nil
  }

  private init(_ other: TrainingRows, targets: [Float]) {
    (tap, data, weights, rowSpace) = (other.tap, other.data, other.weights, other.rowSpace)
    self.targets = targets
  }

  /// The same rows with other targets, one a row.
  func replacingTargets(_ targets: [Float]) -> TrainingRows {
    precondition(targets.count == data.count, "There is one target a row.")
    return TrainingRows(self, targets: targets)
  }

  /// The rows in the coordinates that fits run in.
  var solvable: StandardizedRows { rowSpace?.rotated ?? data }

  /// Weights of the tap's standardised features from weights of ``solvable``.
  func lift(_ weights: [Double]) -> [Double] { rowSpace?.lift(weights) ?? weights }

  /// Fits with the given C to all rows.
  func problem(inverseRegularization: Double) -> LogisticProblems {
    LogisticProblems(
      solvable, TargetColumns([(targets, weights)]),
      [.init(column: 0, inverseRegularization: inverseRegularization)])
  }

  /// What fits to these rows share.
  func sharedCurvature() -> SharedCurvature { SharedCurvature(solvable) }

  /// Fits a logistic probe to all rows.
  func fit(
    inverseRegularization: Double, solver: LogisticSolver, curvature: inout SharedCurvature
  ) throws -> LogisticProbe.Fit {
    let solutions = try solver.minimize(
      problem(inverseRegularization: inverseRegularization), curvature: &curvature)
    return probe(solutions[0])
  }

  /// Fits a logistic probe to each of several columns of targets and weights, in the same passes.
  func fit(
    _ columns: [(targets: [Float], weights: [Float]?)], inverseRegularization: Double,
    solver: LogisticSolver
  ) throws -> [LogisticProbe.Fit] {
    var curvature = sharedCurvature()
    let problems = LogisticProblems(
      solvable, TargetColumns(columns),
      columns.indices.map { .init(column: $0, inverseRegularization: inverseRegularization) })
    return try solver.minimize(problems, curvature: &curvature).map(probe)
  }

  /// The probe of a solution in the coordinates that fits run in.
  func probe(_ solution: LogisticSolution) -> LogisticProbe.Fit {
    LogisticProbe.Fit(
      probe: LinearProbe(
        kind: .logistic, tap: tap, standardizer: data.standardizer,
        weights: lift(solution.weights), intercept: solution.intercept),
      report: solution.report)
  }
}
