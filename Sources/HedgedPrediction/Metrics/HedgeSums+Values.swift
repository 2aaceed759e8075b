extension HedgeSums {
  /// All metrics of one bin in the order of `HedgeMetric.allCases`, from its sums.
  ///
  /// `reference` is the mean distance in the bin that reversion is measured against.
  func values(
    of bin: Int, in sums: UnsafeBufferPointer<Double>, hedge: Hedge, reference: Double
  ) -> [Double] {
    let start = bin * width
    func sum(_ place: Place) -> Double { sums[start + place.rawValue] }
    func mean(_ place: Place) -> Double { sum(place) / sum(.weight) }
    func ratio(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : .nan }
    let (right, abstain) = (mean(.right), mean(.abstain))
    return HedgeMetric.allCases.map { metric in
      switch metric {
      case .distanceOfMean: distanceOfMean(bin, in: sums, hedge)
      case .meanDistance: mean(.distance)
      case .divergence: mean(.divergence)
      case .jensenShannon: mean(.jensenShannon)
      case .entropy: mean(.entropy)
      case .reversion: 1 - ratio(mean(.distance), reference)
      case .right: right
      case .abstain: abstain
      case .wrong: max(0, 1 - right - abstain)
      case .selectiveAccuracy: ratio(right, 1 - abstain)
      case .abstentionPrecision:
        1 - ratio(sum(.abstainAndRight), sum(.judgedAbstain))
      case .abstentionRecall:
        ratio(
          sum(.judgedAbstain) - sum(.abstainAndRight), sum(.judged) - sum(.referenceRight))
      case .overRefusal: ratio(sum(.abstainAndRight), sum(.referenceRight))
      case .reward: mean(.reward)
      case .regret: mean(.best) - mean(.reward)
      }
    }
  }

  /// The mean distance in a bin.
  func meanDistance(_ bin: Int, in sums: UnsafeBufferPointer<Double>) -> Double {
    let start = bin * width
    return sums[start + Place.distance.rawValue] / sums[start + Place.weight.rawValue]
  }

  /// The mean prediction of a bin over all its panels.
  func meanPrediction(_ bin: Int, in sums: UnsafeBufferPointer<Double>) -> [Double] {
    var mean = [Double](repeating: 0, count: places)
    var total = 0.0
    for panel in 0..<panels {
      let first = bin * width + Self.linear + panel * (1 + places)
      total += sums[first]
      for place in 0..<places { mean[place] += sums[first + 1 + place] }
    }
    return mean.map { $0 / total }
  }

  private func distanceOfMean(
    _ bin: Int, in sums: UnsafeBufferPointer<Double>, _ hedge: Hedge
  ) -> Double {
    var (distance, total) = (0.0, 0.0)
    for panel in 0..<panels {
      let first = bin * width + Self.linear + panel * (1 + places)
      let weight = sums[first]
      guard weight > 0 else { continue }
      distance += weight * hedge.distance(to: (0..<places).map { sums[first + 1 + $0] / weight })
      total += weight
    }
    return distance / total
  }
}
