public import Statistics

/// How the distance of single predictions from the hedge changes with the score: falling means that
/// unfamiliar questions revert to the hedge.
public struct HedgeTrend: Sendable {
  /// The slope of a least-squares line, distance a unit of score.
  public let slope: Estimate
  /// Spearman's rank correlation of distance and score.
  public let rankCorrelation: Estimate
  /// Whether the mean distance falls from every bin with rows to the next, over the share of
  /// resamples given by `fallingShare`.
  public let isFalling: Bool
  /// The share of resamples in which the mean distance falls from every bin to the next; NaN
  /// without resamples.
  public let fallingShare: Double

  init(
    _ predictions: AnswerPredictions, hedge: Hedge, binOfRow: [Int], binCount: Int,
    options: HedgeEvaluation.Options
  ) {
    let rows = 0..<predictions.count
    let distances = rows.map { hedge.distance(to: Array(predictions.prediction($0))) }
    let scores = predictions.scores
    let questions = Clusters(predictions.questions)
    let ranks = ResampledSpearman(scores, distances, clusters: questions)

    @Sendable func statistics(_ weight: (Int) -> Double) -> [Double] {
      let weights = rows.map(weight)
      var (sums, totals) = (
        [Double](repeating: 0, count: binCount), [Double](repeating: 0, count: binCount)
      )
      for row in rows {
        sums[binOfRow[row]] += weights[row] * distances[row]
        totals[binOfRow[row]] += weights[row]
      }
      let means = zip(sums, totals).filter { $0.1 > 0 }.map { $0.0 / $0.1 }
      let falls = zip(means, means.dropFirst()).allSatisfy { $0 >= $1 }
      return [
        weightedSlope(scores, distances, weights), ranks.spearman(weights: weights), falls ? 1 : 0,
      ]
    }

    let values = statistics { _ in 1 }
    let distribution = CrossedBootstrap(
      questions, by: Clusters(predictions.runs), resamples: options.resamples, seed: options.seed,
      level: options.level
    ).distribution(width: 3, ofItems: statistics)
    slope = distribution.estimate(0, value: values[0])
    rankCorrelation = distribution.estimate(1, value: values[1])
    isFalling = values[2] == 1
    fallingShare = Sample.mean(distribution.column(2))
  }
}

/// The slope of the weighted least-squares line of `y` by `x`.
private func weightedSlope(_ x: [Double], _ y: [Double], _ weights: [Double]) -> Double {
  var (total, sumX, sumY) = (0.0, 0.0, 0.0)
  for place in x.indices {
    total += weights[place]
    sumX += weights[place] * x[place]
    sumY += weights[place] * y[place]
  }
  let (centreX, centreY) = (sumX / total, sumY / total)
  var (square, cross) = (0.0, 0.0)
  for place in x.indices {
    let (a, b) = (x[place] - centreX, y[place] - centreY)
    square += weights[place] * a * a
    cross += weights[place] * a * b
  }
  return cross / square
}
