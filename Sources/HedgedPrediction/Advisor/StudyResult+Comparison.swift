import Statistics

extension StudyResult {
  /// This result as a prediction of another, arm by arm and axis by axis; with resamples the mean
  /// absolute errors carry intervals over questions and runs.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` when the bins differ.
  public func compared(
    with outcome: StudyResult, resamples: Int = 0, seed: UInt64 = 0
  ) throws -> [CurveComparison] {
    try arms.flatMap { arm in
      try (outcome.arm(arm.scheme)?.evaluations ?? []).compactMap { observed in
        guard let predicted = arm.evaluations.first(where: { $0.axis == observed.axis }),
          let axis = axes.first(where: { $0.name == observed.axis })
        else { return nil }
        var comparison = try CurveComparison(
          arm.scheme, axis: observed.axis, predicted: predicted.evaluation,
          observed: observed.evaluation)
        if resamples > 0 {
          comparison.error = differences(arm.scheme, from: outcome, along: axis.values)
            .meanAbsolute(axis.bins, resamples: resamples, seed: seed)
        }
        return comparison
      }
    }
  }

  /// Prediction minus outcome of every judged question of every run of an arm.
  private func differences(
    _ scheme: SupervisionScheme, from outcome: StudyResult, along values: [Double]
  ) -> Differences {
    var rows = Differences()
    for (number, run) in outcome.runs.enumerated() where run.arm.scheme == scheme {
      guard let own = runs.first(where: { $0.seed == run.seed && $0.arm.scheme == scheme }),
        own.job.evaluation == run.job.evaluation
      else { continue }
      for (place, item) in run.job.evaluation.enumerated() where run.choice.isJudged[place] {
        let (before, after) = (own.predictions[place], run.predictions[place])
        let right = before[item.place] - after[item.place]
        // Abstaining is the last place of both spaces; everything else is wrong.
        let abstains = (before.last ?? 0) - (after.last ?? 0)
        rows.values += [right, abstains, -right - abstains]
        rows.scores.append(values[item.question])
        rows.questions.append(item.question)
        rows.runs.append(number)
      }
    }
    return rows
  }
}

/// Three differences a row: right, abstains, wrong.
private struct Differences: Sendable {
  var values: [Double] = []
  var scores: [Double] = []
  var questions: [Int] = []
  var runs: [Int] = []

  /// The mean over bins with rows and the three shares of |mean difference|, resampled by questions
  /// and runs. Noise never makes an absolute value smaller on average, so the interval leans upwards.
  func meanAbsolute(_ bins: ScoreBins, resamples: Int, seed: UInt64) -> Estimate {
    let binOfRow = scores.map { bins.bin(of: $0) }
    let count = bins.count
    @Sendable func error(_ weight: (Int) -> Double) -> Double {
      var sums = [Double](repeating: 0, count: 3 * count)
      var weights = [Double](repeating: 0, count: count)
      for row in binOfRow.indices {
        let weight = weight(row)
        weights[binOfRow[row]] += weight
        for part in 0..<3 { sums[3 * binOfRow[row] + part] += weight * values[3 * row + part] }
      }
      let filled = weights.indices.filter { weights[$0] > 0 }
      let total = filled.reduce(0.0) { sum, bin in
        sum + (0..<3).reduce(0.0) { $0 + abs(sums[3 * bin + $1]) / weights[bin] }
      }
      return total / Double(3 * max(1, filled.count))
    }
    return CrossedBootstrap(
      Clusters(questions), by: Clusters(runs), resamples: resamples, seed: seed
    ).distribution(width: 1, ofItems: { [error($0)] }).estimate(0, value: error { _ in 1 })
  }
}
