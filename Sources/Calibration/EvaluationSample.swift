import Statistics

/// The items that predictions are judged on: labels, clusters and counts, and how to resample.
struct EvaluationSample {
  let labels: [Bool]
  let weights: [Int]?
  let bootstrap: ClusterBootstrap
  let settings: EvaluationSettings

  init(labels: [Bool], clusters: [Int]?, weights: [Int]?, settings: EvaluationSettings) throws {
    try settings.check()
    if let clusters {
      try Predictions.check(clusters.count, of: "the clusters", against: labels.count)
    }
    self.labels = labels
    self.weights = weights
    self.settings = settings
    bootstrap = ClusterBootstrap(
      clusters: clusters.map { Clusters($0) } ?? Clusters(singletons: labels.count),
      resamples: settings.resamples, seed: settings.seed, level: settings.level)
  }

  func sorted(probabilities: [Double]) throws -> SortedPredictions {
    SortedPredictions(
      probabilities: try Predictions(
        probabilities: probabilities, labels: labels, weights: weights),
      clusters: bootstrap.clusters, threshold: settings.threshold, bins: settings.bins)
  }

  func sorted(scores: [Double]) throws -> SortedPredictions {
    SortedPredictions(
      scores: try Predictions(scores: scores, labels: labels, weights: weights),
      clusters: bootstrap.clusters)
  }

  /// Computes every metric of every predictor on the items themselves and on each resample.
  func judge(_ predictors: [SortedPredictions]) -> JudgedSample {
    let metrics = BinaryMetric.allCases
    let values = predictors.flatMap { predictor in
      let result = Sweep.run(predictor)
      return metrics.map { result.value($0) }
    }
    let distribution = bootstrap.distribution(width: values.count) { counts, row in
      var place = 0
      for predictor in predictors {
        let result = Sweep.run(predictor, counts: counts)
        for metric in metrics {
          row[place] = result.value(metric)
          place += 1
        }
      }
    }
    return JudgedSample(
      settings: settings, count: labels.indices.reduce(0) { $0 + weight($1) },
      positives: labels.indices.reduce(0) { $0 + (labels[$1] ? weight($1) : 0) },
      metrics: predictors.map(\.metrics), values: values, distribution: distribution)
  }

  private func weight(_ item: Int) -> Int { weights.map { $0[item] } ?? 1 }
}

/// Metrics of some predictors on the same items, with their bootstrap.
struct JudgedSample {
  let settings: EvaluationSettings
  let count: Int
  let positives: Int
  /// The metrics each predictor has.
  let metrics: [[BinaryMetric]]
  /// All metrics of the first predictor, then of the next.
  let values: [Double]
  let distribution: BootstrapDistribution

  func evaluation(of predictor: Int) -> BinaryEvaluation {
    var estimates: [BinaryMetric: Estimate] = [:]
    for metric in metrics[predictor] {
      let column = column(metric, of: predictor)
      estimates[metric] = counted(distribution.estimate(column, value: values[column]))
    }
    let oneClass = distribution.column(column(.baseRate, of: predictor)).count {
      $0 == 0 || $0 == 1
    }
    return BinaryEvaluation(
      settings: settings, count: count, positives: positives, clusters: distribution.clusters,
      oneClassResamples: oneClass, estimates: estimates)
  }

  /// The metrics both predictors have, the first minus the second.
  func differences(_ first: Int, minus second: Int) -> [BinaryMetric: Estimate] {
    var estimates: [BinaryMetric: Estimate] = [:]
    for metric in metrics[first] where metrics[second].contains(metric) && metric != .baseRate {
      let columns = (column(metric, of: first), column(metric, of: second))
      estimates[metric] = counted(
        distribution.difference(
          columns.0, minus: columns.1, value: values[columns.0] - values[columns.1]))
    }
    return estimates
  }

  private func column(_ metric: BinaryMetric, of predictor: Int) -> Int {
    predictor * BinaryMetric.allCases.count + metric.column
  }

  /// Items may carry counts, which the bootstrap over clusters does not know of.
  private func counted(_ estimate: Estimate) -> Estimate {
    var estimate = estimate
    estimate.count = count
    return estimate
  }
}
