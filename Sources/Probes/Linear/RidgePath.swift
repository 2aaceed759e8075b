import LinearAlgebra

/// Ridge fits of several targets, each with the penalty that grouped cross-validation prefers.
struct RidgePath: Sendable {
  let options: PenaltyOptions
  let seed: UInt64

  /// One fit a target; `groups` are one a training row, and not read when there is one candidate.
  func fit(
    _ training: TrainingRows, targets: [[Double]], groups: [Int]
  ) throws -> [RidgeProbe.Fit] {
    let values = options.candidates.sorted()
    let folds =
      values.count > 1
      ? GroupFolds(groups: groups, folds: options.folds, seed: seed)
      : GroupFolds(groups: targets[0].indices.map { _ in 0 }, folds: 1, seed: seed)
    guard values.count == 1 || folds.count > 1 else {
      throw ProbesError.badOption(
        "All training rows are in one group, so cross-validation cannot choose a penalty; give one."
      )
    }
    let parts = (0..<folds.count).map { fold in
      let places = folds.places(fold).held
      return NormalEquations(
        training.solvable.selecting(places),
        targets: targets.map { target in places.map { target[$0] } },
        weights: training.weights.map { all in places.map { all[$0] } })
    }
    var total = parts[0]
    for part in parts.dropFirst() { total.accumulate(part, sign: 1) }
    let choices =
      values.count > 1
      ? try choose(values, total, parts, folds, targets: targets.count)
      : targets.map { _ in
        PenaltyChoice(
          inverseRegularization: values[0], candidates: [], folds: 0, rule: "given",
          isAtEdge: false)
      }
    return try targets.indices.map { target in
      try finish(training, total, target, targets[target], choices[target])
    }
  }

  /// Mean squared error of the held-out rows for every target, fold and penalty.
  private func choose(
    _ values: [Double], _ total: NormalEquations, _ parts: [NormalEquations], _ folds: GroupFolds,
    targets: Int
  ) throws -> [PenaltyChoice] {
    let errors = try parallelMap(parts.count) { fold in
      var training = total
      training.accumulate(parts[fold], sign: -1)
      return try values.map { value in
        let solutions = training.solve(try training.factored(inverseRegularization: value))
        return solutions.enumerated().map { target, solution in
          parts[fold].squaredError(
            target, weights: solution.weights, intercept: solution.intercept)
        }
      }
    }
    let sizes = parts.indices.map { fold in folds.fold.count { $0 == fold } }
    let path = PenaltyPath(options: options, seed: seed)
    return (0..<targets).map { target in
      let candidates = values.indices.map { place in
        PenaltyPath.candidate(
          values[place], losses: parts.indices.map { (errors[$0][place][target], sizes[$0]) })
      }
      return path.choice(candidates, tried: values, folds: parts.count)
    }
  }

  private func finish(
    _ training: TrainingRows, _ total: NormalEquations, _ index: Int, _ target: [Double],
    _ choice: PenaltyChoice
  ) throws -> RidgeProbe.Fit {
    let factor = try total.factored(inverseRegularization: choice.inverseRegularization)
    var (weights, intercept) = total.solve(factor)[index]
    let data = training.solvable
    var predictions = data.scores(weights: weights, intercept: intercept)
    // What float32 sums lost is found again in the residuals.
    for _ in 0..<(data.width > widestDoubleCovariance ? 2 : 0) {
      var gradient = data.combination(centredResiduals(training, target, predictions).values)
      add(-1 / (2 * choice.inverseRegularization), weights, to: &gradient)
      add(1, factor.solve(gradient), to: &weights)
      predictions = data.scores(weights: weights, intercept: intercept)
      let shift = centredResiduals(training, target, predictions).mean
      intercept += shift
      for i in predictions.indices { predictions[i] += shift }
    }
    return RidgeProbe.Fit(
      probe: RegressionProbe(
        tap: training.tap, standardizer: training.data.standardizer,
        weights: training.lift(weights), intercept: intercept),
      penalty: choice,
      training: RegressionErrors(
        predictions: predictions, targets: target, weights: training.weights))
  }

  /// weight (y - z - mean) of every row, and the weighted mean of y - z.
  private func centredResiduals(
    _ training: TrainingRows, _ target: [Double], _ predictions: [Double]
  ) -> (values: [Double], mean: Double) {
    let weights = target.indices.map { Double(training.weights?[$0] ?? 1) }
    let residuals = zip(target, predictions).map { $0 - $1 }
    let mean = dot(weights, residuals) / weights.reduce(0, +)
    return (zip(weights, residuals).map { $0 * ($1 - mean) }, mean)
  }
}
