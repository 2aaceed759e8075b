/// The rows that a probe is fitted on: standardised once, reduced to their span where that pays.
struct TrainingRows: Sendable {
  let tap: String
  /// The rows in the tap's own features.
  let data: StandardizedRows
  /// 0 or 1, one a row.
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
    targets = rows.map { labels[Int($0)] ? 1 : 0 }
    self.weights = weights.map { all in rows.map { all[Int($0)] } }
    let positives = targets.count { $0 == 1 }
    guard positives > 0, positives < targets.count else {
      throw ProbesError.unusablePart(
        part: "training", count: targets.count, positives: positives, groups: targets.count)
    }
    tap = features.tap
    data = StandardizedRows(
      matrix: features.matrix, rows: rows,
      standardizer: try Standardizer(fitting: features, rows: rows))
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

  /// The objective over all rows, or over those at `places` only.
  func objective(
    inverseRegularization: Double, places: [Int]? = nil
  ) -> LogisticObjective {
    guard let places else {
      return LogisticObjective(
        data: solvable, targets: targets, weights: weights,
        inverseRegularization: inverseRegularization)
    }
    return LogisticObjective(
      data: solvable.selecting(places), targets: places.map { targets[$0] },
      weights: weights.map { all in places.map { all[$0] } },
      inverseRegularization: inverseRegularization)
  }

  /// Fits a logistic probe to all rows.
  func fit(
    inverseRegularization: Double, solver: LogisticSolver, model: CurvatureModel? = nil
  ) throws -> LogisticProbe.Fit {
    let solution = try solver.minimize(
      objective(inverseRegularization: inverseRegularization), model: model)
    return LogisticProbe.Fit(
      probe: LinearProbe(
        kind: .logistic, tap: tap, standardizer: data.standardizer,
        weights: lift(solution.weights), intercept: solution.intercept),
      report: solution.report)
  }
}
