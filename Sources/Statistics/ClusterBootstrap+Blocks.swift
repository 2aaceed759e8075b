import CKernels

/// The cluster counts of up to 16 resamples side by side, for statistics that serve all of them
/// with one pass over the items.
public struct ResampleBlock {
  /// Resamples that share a block.
  public static let lanes = Int(KN_RESAMPLE_LANES)

  /// How many of the lanes hold a resample; the others have counts of zero.
  public let resamples: Int
  /// How often each cluster was drawn, clusters × lanes.
  public let counts: UnsafeBufferPointer<UInt8>

  /// A block over counts that the caller keeps alive.
  public init(resamples: Int, counts: UnsafeBufferPointer<UInt8>) {
    self.resamples = resamples
    self.counts = counts
  }
}

extension ClusterBootstrap {
  /// Computes `width` statistics on every resample, a block of resamples at a time, in parallel.
  ///
  /// The resamples are those of `distribution(width:_:)`. `statistics` is called concurrently with
  /// a block and places for `width` numbers a resample of it. Memory: 32 bytes a cluster and thread.
  public func blockwiseDistribution(
    width: Int, _ statistics: @Sendable (ResampleBlock, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> BootstrapDistribution {
    let (lanes, count) = (ResampleBlock.lanes, clusters.count)
    return distribution(width: width, perCall: lanes) { range, rows in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * lanes * count) { bytes in
        let drawn = UnsafeMutableBufferPointer(rebasing: bytes[..<(lanes * count)])
        let counts = UnsafeMutableBufferPointer(rebasing: bytes[(lanes * count)...])
        for first in stride(from: range.lowerBound, to: range.upperBound, by: lanes) {
          let resamples = min(lanes, range.upperBound - first)
          for lane in 0..<lanes {
            let place = UnsafeMutableBufferPointer(
              rebasing: drawn[lane * count..<(lane + 1) * count])
            if lane < resamples {
              draw(first + lane, into: place)
            } else {
              place.update(repeating: 0)
            }
          }
          kn_resample_interleave(drawn.baseAddress, count, counts.baseAddress)
          let row = (first - range.lowerBound) * width
          statistics(
            ResampleBlock(resamples: resamples, counts: UnsafeBufferPointer(counts)),
            UnsafeMutableBufferPointer(rebasing: rows[row..<row + resamples * width]))
        }
      }
    }
  }
}
