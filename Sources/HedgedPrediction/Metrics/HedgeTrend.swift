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
    let (questions, runs) = (Clusters(predictions.questions), Clusters(predictions.runs))
    let ranks = (WeightedRanks(scores), WeightedRanks(distances))

    @Sendable func statistics(_ weights: [Double]) -> [Double] {
      let line = weightedMoments(scores, distances, weights)
      let order = weightedMoments(ranks.0.ranks(weights), ranks.1.ranks(weights), weights)
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
        line.cross / line.squareX, order.cross / (order.squareX * order.squareY).squareRoot(),
        falls ? 1 : 0,
      ]
    }

    let values = statistics([Double](repeating: 1, count: predictions.count))
    let distribution = CrossedBootstrap(
      questions, by: runs, resamples: options.resamples, seed: options.seed, level: options.level
    ).distribution(width: 3) { first, second, row in
      let weights = rows.map {
        Double(first[Int(questions.index[$0])]) * Double(second[Int(runs.index[$0])])
      }
      for (place, value) in statistics(weights).enumerated() { row[place] = value }
    }
    slope = distribution.estimate(0, value: values[0])
    rankCorrelation = distribution.estimate(1, value: values[1])
    isFalling = values[2] == 1
    fallingShare = Sample.mean(distribution.column(2))
  }
}

/// Sums of squares and products around the weighted means.
private func weightedMoments(_ x: [Double], _ y: [Double], _ weights: [Double]) -> (
  squareX: Double, squareY: Double, cross: Double
) {
  var (total, sumX, sumY) = (0.0, 0.0, 0.0)
  for place in x.indices {
    total += weights[place]
    sumX += weights[place] * x[place]
    sumY += weights[place] * y[place]
  }
  let (centreX, centreY) = (sumX / total, sumY / total)
  var moments = (squareX: 0.0, squareY: 0.0, cross: 0.0)
  for place in x.indices {
    let (a, b) = (x[place] - centreX, y[place] - centreY)
    moments.squareX += weights[place] * a * a
    moments.squareY += weights[place] * b * b
    moments.cross += weights[place] * a * b
  }
  return moments
}

/// Ranks of the same values under changing whole-number weights, tied values sharing their mean.
private struct WeightedRanks: Sendable {
  private let order: [Int]
  private let groupEnds: [Int]

  init(_ values: [Double]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ends: [Int] = []
    for place in order.indices
    where place + 1 == order.count || values[order[place]] != values[order[place + 1]] {
      ends.append(place + 1)
    }
    (self.order, groupEnds) = (order, ends)
  }

  func ranks(_ weights: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: order.count)
    var (start, below) = (0, 0.0)
    for end in groupEnds {
      var weight = 0.0
      for place in start..<end { weight += weights[order[place]] }
      for place in start..<end { ranks[order[place]] = below + (weight + 1) / 2 }
      below += weight
      start = end
    }
    return ranks
  }
}
