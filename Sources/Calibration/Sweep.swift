import CKernels
import Statistics

/// One pass from the highest score to the lowest, with every item counted as often as its cluster
/// was drawn, for a whole block of resamples at once.
///
/// AUROC is the number of pairs ranked rightly plus half the tied ones, over all pairs. Average
/// precision is the sum over groups of equal scores of (share of the positives in the group) times
/// (precision down to the group's end), as scikit-learn's `average_precision_score`.
enum Sweep {
  private static let lanes = ResampleBlock.lanes

  /// Computes every metric of the data themselves: the bootstrap's own pass, so that a metric and
  /// its interval cannot disagree about a definition.
  static func run(_ predictions: SortedPredictions) -> SweepResult {
    var once = [UInt8](repeating: 0, count: predictions.clusterWeight.count * lanes)
    for first in stride(from: 0, to: once.count, by: lanes) { once[first] = 1 }
    return once.withUnsafeBufferPointer { counts in
      let results = run(predictions, block: ResampleBlock(resamples: 1, counts: counts))
      return results[0]
    }
  }

  /// Computes every metric of each resample of a block; O(n + clusters) for all of them together.
  static func run(_ predictions: SortedPredictions, block: ResampleBlock) -> [SweepResult] {
    let rows = Int(KN_SUM_ROWS.rawValue)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * lanes) { sums in
      predictions.items.withUnsafeBufferPointer { items in
        predictions.groups.withUnsafeBufferPointer { groups in
          predictions.clusterWeight.withUnsafeBufferPointer { weights in
            predictions.binEnds.withUnsafeBufferPointer { ends in
              var call = kn_resample_call(
                items: items.baseAddress, item_count: Int64(items.count),
                groups: groups.baseAddress, bin_ends: ends.baseAddress, bins: ends.count,
                positive_end: predictions.positiveEnd, counts: block.counts.baseAddress,
                cluster_weights: weights.baseAddress, clusters: weights.count)
              kn_resample_sweep(&call, sums.baseAddress)
            }
          }
        }
      }
      return (0..<block.resamples).map { lane in
        result(isProbability: predictions.isProbability) { row in
          sums[Int(row) * lanes + lane]
        }
      }
    }
  }

  private static func result(isProbability: Bool, sum: (UInt32) -> Double) -> SweepResult {
    var result = SweepResult()
    let total = sum(KN_SUM_TOTAL.rawValue)
    guard total > 0 else { return result }
    let positives = sum(KN_SUM_POSITIVES.rawValue)
    let negatives = total - positives
    result.baseRate = positives / total
    if positives > 0 {
      result.averagePrecision = sum(KN_SUM_PRECISION.rawValue) / positives
      if negatives > 0 {
        result.auroc = sum(KN_SUM_CONCORDANT_TWICE.rawValue) / (2 * positives * negatives)
      }
    }
    guard isProbability else { return result }
    let truePositives = sum(KN_SUM_ABOVE_POSITIVES.rawValue)
    let trueNegatives = negatives - (sum(KN_SUM_ABOVE.rawValue) - truePositives)
    result.accuracy = (truePositives + trueNegatives) / total
    result.negativeLogLikelihood = sum(KN_SUM_LOSS.rawValue) / total
    result.brier = sum(KN_SUM_SQUARES.rawValue) / total
    func gaps(_ first: UInt32) -> BinnedGaps {
      BinnedGaps(
        absolute: sum(first + KN_GAP_ABSOLUTE.rawValue),
        squared: sum(first + KN_GAP_SQUARED.rawValue),
        largest: sum(first + KN_GAP_LARGEST.rawValue), total: total)
    }
    result.equalWidth = gaps(KN_SUM_WIDTH_GAPS.rawValue)
    result.equalMass = gaps(KN_SUM_MASS_GAPS.rawValue)
    return result
  }
}
