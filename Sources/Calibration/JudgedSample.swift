import Statistics

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
      var estimate = distribution.estimate(
        column, value: values[column], interval: metric.interval)
      // Reflection knows nothing of the range: calibration errors lie in [0, 1].
      if metric.interval == .reflected {
        (estimate.low, estimate.high) = (max(0, estimate.low), min(1, estimate.high))
      }
      estimates[metric] = counted(estimate)
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
          columns.0, minus: columns.1, value: values[columns.0] - values[columns.1],
          interval: metric.interval))
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
