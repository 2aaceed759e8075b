import Statistics

/// Where the observed rates of some bins would fall if every probability were right.
struct ConsistencyBand {
  /// Lower ends, one a bin; NaN without resamples.
  let low: [Double]
  /// Upper ends.
  let high: [Double]

  /// Simulates the band.
  ///
  /// Drawing forecasts with replacement and then a label for each puts a multinomial number of
  /// items into the bins, and makes each item of a bin positive with that bin's mean probability;
  /// drawing those two numbers directly gives the same distribution at O(bins) a resample.
  init(_ bins: [BinnedProbabilities.Bin], resamples: Int, seed: UInt64, level: Double) {
    let items = bins.reduce(0) { $0 + $1.count }
    let parent = RandomGenerator(seed: seed).child("consistency")
    var rates = [[Double]](repeating: [], count: bins.count)
    for resample in 0..<resamples {
      var generator = parent.child(resample)
      var (drawsLeft, itemsLeft) = (items, items)
      for (number, bin) in bins.enumerated() {
        let count = generator.binomial(
          trials: drawsLeft, probability: Double(bin.count) / Double(itemsLeft))
        drawsLeft -= count
        itemsLeft -= bin.count
        // A bin that a resample leaves empty has no rate there.
        guard count > 0 else { continue }
        let positives = generator.binomial(trials: count, probability: bin.meanProbability)
        rates[number].append(Double(positives) / Double(count))
      }
    }
    let sorted = rates.map { $0.sorted() }
    low = sorted.map { Sample.quantile(ofSorted: $0, at: (1 - level) / 2) }
    high = sorted.map { Sample.quantile(ofSorted: $0, at: (1 + level) / 2) }
  }
}
