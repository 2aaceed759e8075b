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
    let distribution = bootstrap.blockwiseDistribution(width: values.count) { block, rows in
      for (number, predictor) in predictors.enumerated() {
        for (resample, result) in Sweep.run(predictor, block: block).enumerated() {
          let first = resample * values.count + number * metrics.count
          for (place, metric) in metrics.enumerated() {
            rows[first + place] = result.value(metric)
          }
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
