import CKernels
import Foundation
import LinearAlgebra

/// Partial results of the head for up to 512 rows.
///
/// The vocabulary is always cut into the same segments, whose sums are merged in order, so results
/// do not depend on the number of threads or of rows. The most likely tokens are the same however
/// their lists are grouped.
final class HeadScratch: @unchecked Sendable {  // parallel tasks write disjoint places
  /// Rows that share one set of scratch memory.
  static let rows = 512
  /// Rows of one task; with their slab of weights they fit the second-level cache.
  static let rowsPerBlock = 128
  /// Segments of the vocabulary.
  static let segments = 16
  /// Panels that the kernel folds at once.
  static let panelsPerSlab = 8

  let topK: Int
  /// Groups of segments that run apart from each other.
  let groups: Int
  private let rowCount: Int
  private let partials: UnsafeMutablePointer<kn_head_partial>
  private let targets: UnsafeMutablePointer<Float>
  private let topLogits: UnsafeMutablePointer<Float>
  private let topTokens: UnsafeMutablePointer<Int32>

  init(rows: Int, topK: Int) {
    rowCount = rows
    self.topK = topK
    let blocks = (rows + HeadScratch.rowsPerBlock - 1) / HeadScratch.rowsPerBlock
    groups = min(HeadScratch.segments, max(1, 2 * BLAS.threads / max(1, blocks)))
    let lists = groups * rows * topK
    targets = .allocate(capacity: groups * rows)
    partials = .allocate(capacity: HeadScratch.segments * rows)
    topLogits = .allocate(capacity: max(1, lists))
    topTokens = .allocate(capacity: max(1, lists))
    partials.initialize(
      repeating: kn_head_partial(maximum: -.infinity, sum: 0, moment: 0, larger: 0),
      count: HeadScratch.segments * rows)
    topLogits.initialize(repeating: -.infinity, count: lists)
    topTokens.initialize(repeating: -1, count: lists)
  }

  deinit {
    targets.deallocate()
    partials.deallocate()
    topLogits.deallocate()
    topTokens.deallocate()
  }

  /// Sums of a segment from row `row` on.
  func partials(_ segment: Int, _ row: Int) -> UnsafeMutablePointer<kn_head_partial> {
    partials + segment * rowCount + row
  }

  /// Logits of the actual next tokens, a copy for each group.
  func targets(_ group: Int) -> UnsafeMutablePointer<Float> { targets + group * rowCount }

  /// A group's lists of most likely tokens from row `row` on.
  func top(
    _ group: Int, _ row: Int
  ) -> (logits: UnsafeMutablePointer<Float>, tokens: UnsafeMutablePointer<Int32>) {
    let place = (group * rowCount + row) * topK
    return (topLogits + place, topTokens + place)
  }

  /// Merges a row's results into place `index` of the statistics.
  func summarize(
    _ row: Int, next: Int32, into statistics: inout NextTokenStatistics, at index: Int
  ) {
    var total = kn_head_partial(maximum: -.infinity, sum: 0, moment: 0, larger: 0)
    for segment in 0..<HeadScratch.segments {
      let part = partials(segment, row).pointee
      guard part.sum != 0 else { continue }  // a segment of a vocabulary too small for all of them
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

  /// Picks the largest of the groups' sorted lists; the first group, which holds the lower tokens,
  /// wins ties.
  private func mergeTop(
    _ row: Int, logSumExp: Double, into statistics: inout NextTokenStatistics, at index: Int
  ) {
    var heads = [Int](repeating: 0, count: groups)
    for k in 0..<topK {
      var best = -1
      var bestLogit = -Float.infinity
      for group in 0..<groups where heads[group] < topK {
        let logit = top(group, row).logits[heads[group]]
        if logit > bestLogit { (best, bestLogit) = (group, logit) }
      }
      guard best >= 0 else { return }
      statistics.topTokens[index * topK + k] = top(best, row).tokens[heads[best]]
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
