import CKernels
import Foundation

/// Partial results of the head, one for each segment of the vocabulary and row.
///
/// The vocabulary is always cut into the same segments and they are merged in order, so results do
/// not depend on the number of threads.
final class HeadScratch: @unchecked Sendable {  // parallel tasks write disjoint places
  /// Rows that share one pass over the weights.
  static let rows = 512
  /// Segments of the vocabulary, the units of parallel work.
  static let segments = 16
  /// Panels that the kernel folds at once.
  static let panelsPerSlab = 8

  let topK: Int
  /// Logit of the actual next token a row.
  let targets: UnsafeMutablePointer<Float>
  private let rowCount: Int
  private let partials: UnsafeMutablePointer<kn_head_partial>
  private let topLogits: UnsafeMutablePointer<Float>
  private let topTokens: UnsafeMutablePointer<Int32>

  init(rows: Int, topK: Int) {
    rowCount = rows
    self.topK = topK
    let places = HeadScratch.segments * rows
    targets = .allocate(capacity: rows)
    partials = .allocate(capacity: places)
    topLogits = .allocate(capacity: max(1, places * topK))
    topTokens = .allocate(capacity: max(1, places * topK))
    partials.initialize(
      repeating: kn_head_partial(maximum: -.infinity, sum: 0, moment: 0, larger: 0), count: places)
    topLogits.initialize(repeating: -.infinity, count: places * topK)
    topTokens.initialize(repeating: -1, count: places * topK)
  }

  deinit {
    targets.deallocate()
    partials.deallocate()
    topLogits.deallocate()
    topTokens.deallocate()
  }

  /// Where a segment writes from row `row` on.
  func place(
    _ segment: Int, _ row: Int
  ) -> (
    partials: UnsafeMutablePointer<kn_head_partial>, topLogits: UnsafeMutablePointer<Float>,
    topTokens: UnsafeMutablePointer<Int32>
  ) {
    let place = segment * rowCount + row
    return (partials + place, topLogits + place * topK, topTokens + place * topK)
  }

  /// Merges the segments of a row into place `index` of the statistics.
  func summarize(
    _ row: Int, next: Int32, into statistics: inout NextTokenStatistics, at index: Int
  ) {
    var total = kn_head_partial(maximum: -.infinity, sum: 0, moment: 0, larger: 0)
    for segment in 0..<HeadScratch.segments {
      let part = place(segment, row).partials.pointee
      guard part.sum != 0 else { continue }
      kn_head_merge(&total, part.maximum, part.sum, part.moment)
      total.larger += part.larger
    }
    // H = ln Σ e^(z-m) − Σ (z-m) e^(z-m) / Σ e^(z-m); rounding must not make it negative.
    let entropy = log(total.sum) - total.moment / total.sum
    let logSumExp = total.maximum + log(total.sum)
    statistics.entropy[index] = Float(entropy < 0 ? 0 : entropy)
    statistics.logProbability[index] = next < 0 ? .nan : Float(Double(targets[row]) - logSumExp)
    statistics.rank[index] = next < 0 ? -1 : Int32(total.larger)
    mergeTop(row, logSumExp: logSumExp, into: &statistics, at: index)
  }

  /// Picks the largest of the segments' sorted lists; the first segment, which holds the lower
  /// tokens, wins ties.
  private func mergeTop(
    _ row: Int, logSumExp: Double, into statistics: inout NextTokenStatistics, at index: Int
  ) {
    var heads = [Int](repeating: 0, count: HeadScratch.segments)
    for k in 0..<topK {
      var best = -1
      var bestLogit = -Float.infinity
      for segment in 0..<HeadScratch.segments where heads[segment] < topK {
        let logit = place(segment, row).topLogits[heads[segment]]
        if logit > bestLogit { (best, bestLogit) = (segment, logit) }
      }
      guard best >= 0 else { return }
      statistics.topTokens[index * topK + k] = place(best, row).topTokens[heads[best]]
      statistics.topLogProbabilities[index * topK + k] = Float(Double(bestLogit) - logSumExp)
      heads[best] += 1
    }
  }
}

extension NextTokenStatistics {
  /// Places for `rows` positions: no distribution known, no token listed.
  init(rows: Int, topK: Int) {
    self.init(
      entropy: [Float](repeating: .nan, count: rows),
      logProbability: [Float](repeating: .nan, count: rows),
      rank: [Int32](repeating: -1, count: rows), topK: topK,
      topTokens: [Int32](repeating: -1, count: rows * topK),
      topLogProbabilities: [Float](repeating: -.infinity, count: rows * topK))
  }
}
