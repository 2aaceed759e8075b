import Statistics

/// All metrics of all bins, on the data and on each resample of questions and runs.
struct BinnedCalculation {
  private let predictions: AnswerPredictions
  private let means: [[Double]]
  private let values: [Double]
  private let distribution: BootstrapDistribution

  init(
    _ predictions: AnswerPredictions, hedge: Hedge, binOfRow: [Int], binCount: Int,
    rewards: RewardRule?, options: HedgeEvaluation.Options
  ) {
    self.predictions = predictions
    let sums = HedgeSums(
      predictions, hedge: hedge, bins: binOfRow, count: binCount, rewards: rewards)
    // Reversion is measured against the most familiar bin that has rows.
    let reference = binOfRow.min() ?? 0
    let probabilities = predictions.probabilities
    let total = binCount * sums.width

    @Sendable func metrics(
      weight: (Int) -> Double, _ body: (UnsafeBufferPointer<Double>) -> Void = { _ in }
    ) -> [Double] {
      withUnsafeTemporaryAllocation(of: Double.self, capacity: total) { buffer in
        probabilities.withUnsafeBufferPointer {
          sums.add(weight: weight, into: buffer, probabilities: $0)
        }
        let filled = UnsafeBufferPointer(buffer)
        body(filled)
        let distance = sums.meanDistance(reference, in: filled)
        return (0..<binCount).flatMap {
          sums.values(of: $0, in: filled, hedge: hedge, reference: distance)
        }
      }
    }

    var means: [[Double]] = []
    values = metrics(weight: { _ in 1 }) { filled in
      means = (0..<binCount).map { sums.meanPrediction($0, in: filled) }
    }
    self.means = means
    let bootstrap = CrossedBootstrap(
      Clusters(predictions.questions), by: Clusters(predictions.runs),
      resamples: options.resamples, seed: options.seed, level: options.level)
    distribution = bootstrap.distribution(width: values.count, ofItems: { metrics(weight: $0) })
  }

  /// One bin with its estimates.
  func bin(_ bin: Int, ends: (lower: Double, upper: Double), isOverflow: Bool, rows: [Int])
    -> HedgeEvaluation.Bin
  {
    let questions = Set(rows.map { predictions.questions[$0] }).count
    var metrics: [HedgeMetric: Estimate] = [:]
    for metric in HedgeMetric.allCases {
      let place = bin * HedgeMetric.allCases.count + metric.column
      // A distance is pushed up by noise and resampling adds more: reflect it, as ECE is.
      let isDistance = metric == .distanceOfMean
      var estimate = distribution.estimate(
        place, value: values[place], interval: isDistance ? .reflected : .percentile)
      if isDistance { estimate.low = max(0, estimate.low) }
      (estimate.count, estimate.clusters) = (rows.count, questions)
      metrics[metric] = estimate
    }
    return HedgeEvaluation.Bin(
      lower: ends.lower, upper: ends.upper, isOverflow: isOverflow, rows: rows.count,
      questions: questions, runs: Set(rows.map { predictions.runs[$0] }).count,
      meanScore: Sample.mean(rows.map { predictions.scores[$0] }), meanPrediction: means[bin],
      metrics: metrics)
  }
}
