import Statistics

/// Observed rates against predicted probabilities, bin by bin, for a reliability diagram.
public struct ReliabilityCurve: Sendable, Equatable {
  /// The bins that hold items, by rising probability.
  public let bins: [ReliabilityBin]
  /// The rule that made the bins.
  public let binning: Binning
  /// Nominal coverage of the intervals and of the band.
  public let level: Double
  /// How many label sets were simulated for the consistency band; 0 for none.
  public let resamples: Int
  /// The number of items n.
  public let count: Int
}

/// The items of one bin of a reliability curve.
public struct ReliabilityBin: Sendable, Equatable {
  /// The smallest and the largest probability a bin of this rule could hold: k/B and (k+1)/B for
  /// equal width, the bin's extreme probabilities for equal mass.
  public let lowerEdge: Double
  /// See `lowerEdge`.
  public let upperEdge: Double
  /// How many items it holds.
  public let count: Int
  /// How many of them are positive.
  public let positives: Int
  /// The mean of their probabilities: the x of a diagram.
  public let meanProbability: Double
  /// The share of positives: the y of a diagram.
  public let observedRate: Double
  /// Lower end of Wilson's interval for the observed rate, which takes items as independent.
  public let low: Double
  /// Upper end of it.
  public let high: Double
  /// Lower end of the consistency band: where observed rates fall if the predictions are right.
  /// NaN when no band was asked for.
  public let bandLow: Double
  /// Upper end of the band.
  public let bandHigh: Double
}

/// Bins predictions and compares mean probability with observed rate.
///
/// The consistency band (Broecker and Smith 2007) answers "how far from the diagonal would a
/// perfectly calibrated forecaster with these forecasts stray?": `resamples` times, n forecasts are
/// drawn with replacement, each gets a label drawn with its own probability, and the observed rate
/// of every bin is recorded; the band holds the middle `level` of them. Like Wilson's interval it
/// takes items as independent, so both are too narrow when clusters share their luck. Bins without
/// items are left out. Throws `CalibrationError` on bad input. O(n log n + resamples * bins).
public func reliabilityCurve(
  probabilities: [Double], labels: [Bool], binning: Binning = .equalWidth(15),
  resamples: Int = 1000, seed: UInt64 = 0, level: Double = 0.95
) throws -> ReliabilityCurve {
  try binning.check()
  try EvaluationSettings(resamples: resamples, level: level).check()
  let data = try Predictions(probabilities: probabilities, labels: labels, weights: nil)
  let binned = BinnedProbabilities(data, binning: binning).bins
  let band = ConsistencyBand(binned, resamples: resamples, seed: seed, level: level)
  let bins = binned.enumerated().map { number, bin in
    let interval = wilsonInterval(
      successes: Double(bin.positives), count: Double(bin.count), level: level)
    return ReliabilityBin(
      lowerEdge: bin.edges.lowerBound, upperEdge: bin.edges.upperBound, count: bin.count,
      positives: bin.positives, meanProbability: bin.meanProbability,
      observedRate: Double(bin.positives) / Double(bin.count), low: interval.low,
      high: interval.high, bandLow: band.low[number], bandHigh: band.high[number])
  }
  return ReliabilityCurve(
    bins: bins, binning: binning, level: level, resamples: resamples, count: labels.count)
}
