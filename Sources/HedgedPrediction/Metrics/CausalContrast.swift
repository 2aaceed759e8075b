public import Statistics

/// How far the difference between two arms' predictions follows the difference of their hedges:
/// ⟨mean p_a - mean p_b, h_a - h_b⟩ / ‖h_a - h_b‖², 1 when it does, 0 when it does not.
public struct CausalContrast: Sendable {
  /// One estimate a bin, with the two for what lies outside the edges; NaN in empty ones.
  public let bins: [Estimate]
  /// The contrast over all rows.
  public let overall: Estimate

  /// Compares two arms on the same questions and runs, row by row.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` when the rows are not the same questions, or
  ///   the two hedges are equal (there is nothing to contrast). O(resamples × rows).
  public init(
    _ first: (predictions: AnswerPredictions, hedge: Hedge),
    _ second: (predictions: AnswerPredictions, hedge: Hedge), bins: ScoreBins,
    options: HedgeEvaluation.Options = .init()
  ) throws {
    let (a, b) = (first.predictions, second.predictions)
    guard a.space == b.space, a.questions == b.questions, a.runs == b.runs, a.count > 0 else {
      throw HedgedPredictionError.badData(
        "A contrast needs two arms judged on the same questions and runs in the same order.")
    }
    let direction = zip(first.hedge.distribution, second.hedge.distribution).map { $0 - $1 }
    let square = direction.reduce(0) { $0 + $1 * $1 }
    guard square > 1e-12 else {
      throw HedgedPredictionError.badData(
        "The two arms have the same hedge, so their predictions cannot be told apart by it.")
    }
    let followed = (0..<a.count).map { row -> Double in
      zip(zip(a.prediction(row), b.prediction(row)), direction).reduce(0) {
        $0 + ($1.0.0 - $1.0.1) * $1.1
      } / square
    }
    let binOfRow = a.scores.map { bins.bin(of: $0) }
    let width = bins.count + 1
    @Sendable func means(_ weight: (Int) -> Double) -> [Double] {
      var sums = [Double](repeating: 0, count: 2 * width)
      for row in followed.indices {
        let weight = weight(row)
        for bin in [binOfRow[row], width - 1] {
          sums[2 * bin] += weight * followed[row]
          sums[2 * bin + 1] += weight
        }
      }
      return (0..<width).map { sums[2 * $0] / sums[2 * $0 + 1] }
    }
    let values = means { _ in 1 }
    let distribution = CrossedBootstrap(
      Clusters(a.questions), by: Clusters(a.runs), resamples: options.resamples,
      seed: options.seed, level: options.level
    ).distribution(width: width, ofItems: means)
    let estimates = (0..<width).map { bin -> Estimate in
      var estimate = distribution.estimate(bin, value: values[bin])
      let rows = binOfRow.indices.filter { bin == width - 1 || binOfRow[$0] == bin }
      estimate.count = rows.count
      estimate.clusters = Set(rows.map { a.questions[$0] }).count
      return estimate
    }
    self.bins = Array(estimates.dropLast())
    overall = estimates[width - 1]
  }
}
