import Dispatch
import Statistics

/// Where the observed rates of some bins would fall if every probability were right.
struct ConsistencyBand {
  /// Lower ends, one a bin; NaN without resamples.
  let low: [Double]
  /// Upper ends.
  let high: [Double]

  init(_ binned: BinnedProbabilities, resamples: Int, seed: UInt64, level: Double) {
    let bins = binned.bins.count
    let rates = Self.simulatedRates(binned, resamples: resamples, seed: seed)
    var (low, high): ([Double], [Double]) = ([], [])
    for bin in 0..<bins {
      let column = stride(from: bin, to: rates.count, by: bins).map { rates[$0] }
      // A bin that a resample left empty has no rate there.
      let sorted = column.filter { !$0.isNaN }.sorted()
      low.append(Sample.quantile(ofSorted: sorted, at: (1 - level) / 2))
      high.append(Sample.quantile(ofSorted: sorted, at: (1 + level) / 2))
    }
    self.low = low
    self.high = high
  }

  /// Observed rates, resample after resample, one a bin.
  private static func simulatedRates(
    _ binned: BinnedProbabilities, resamples: Int, seed: UInt64
  ) -> [Double] {
    let bins = binned.bins.count
    let binOf = binned.bins.enumerated().flatMap { number, bin in
      [Int32](repeating: Int32(number), count: bin.count)
    }
    let parent = RandomGenerator(seed: seed).child("consistency")
    var rates = [Double](repeating: .nan, count: resamples * bins)
    rates.withUnsafeMutableBufferPointer { buffer in
      // Every iteration writes only its own resample's row.
      nonisolated(unsafe) let rows = buffer
      DispatchQueue.concurrentPerform(iterations: resamples) { resample in
        var generator = parent.child(resample)
        var tallies = [(count: Int, positives: Int)](repeating: (0, 0), count: bins)
        for _ in binned.probabilities.indices {
          let item = generator.integer(below: binned.probabilities.count)
          let bin = Int(binOf[item])
          tallies[bin].count += 1
          if generator.uniform() < binned.probabilities[item] { tallies[bin].positives += 1 }
        }
        for bin in 0..<bins where tallies[bin].count > 0 {
          rows[resample * bins + bin] =
            Double(tallies[bin].positives) / Double(tallies[bin].count)
        }
      }
    }
    return rates
  }
}
