import LinearAlgebra
import Statistics

/// What a calibration error would be by chance alone, were every probability right.
public struct CalibrationErrorFloor: Sendable, Equatable {
  /// The expected error: the part of an observed error that says nothing about the predictor.
  public let mean: Double
  /// The error's quantile at `level`: an observed error above it is more than noise.
  public let high: Double
  /// The level of `high`.
  public let level: Double
  /// How many label sets were simulated.
  public let resamples: Int
}

/// Simulates the calibration error (l1 norm) of a perfectly calibrated predictor with these very
/// probabilities: labels are drawn with their own probability, `resamples` times.
///
/// A binned error of few items is mostly noise, so an ECE of 0.05 can be as good as it gets.
/// Labels are drawn independently; labels that hang together in clusters have a higher floor.
/// Throws `CalibrationError` on bad input. O(n log n + resamples * n), in parallel; the result
/// depends on the seed alone.
public func calibrationErrorFloor(
  probabilities: [Double], binning: Binning = .equalWidth(15), resamples: Int = 200,
  seed: UInt64 = 0, level: Double = 0.95
) throws -> CalibrationErrorFloor {
  try binning.check()
  try EvaluationSettings(resamples: resamples, level: level).check()
  guard resamples > 0 else {
    throw CalibrationError.badSetting("A calibration error floor needs at least one resample.")
  }
  let unlabelled = [Bool](repeating: false, count: probabilities.count)
  let binned = BinnedProbabilities(
    try Predictions(probabilities: probabilities, labels: unlabelled, weights: nil),
    binning: binning)
  let parent = RandomGenerator(seed: seed).child("calibration floor")
  var errors = [Double](repeating: 0, count: resamples)
  errors.withUnsafeMutableBufferPointer { buffer in
    // Every iteration writes only its own place.
    nonisolated(unsafe) let places = buffer
    parallelFor(resamples) { range in
      for resample in range {
        places[resample] = simulatedError(binned, generator: parent.child(resample))
      }
    }
  }
  return CalibrationErrorFloor(
    mean: Sample.mean(errors), high: Sample.quantile(errors, at: level), level: level,
    resamples: resamples)
}

private func simulatedError(_ binned: BinnedProbabilities, generator: RandomGenerator) -> Double {
  var generator = generator
  var excess = 0.0
  for bin in binned.bins {
    var positives = 0.0
    for place in bin.places where generator.uniform() < binned.probabilities[place] {
      positives += 1
    }
    excess += abs(positives - bin.meanProbability * Double(bin.count))
  }
  return excess / Double(binned.probabilities.count)
}
