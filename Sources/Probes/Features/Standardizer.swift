import CKernels
import Synchronization

/// Brings every feature to mean 0 and standard deviation 1 over the rows it was fitted on.
///
/// A standardised feature is (x - mean) · scale with scale = 1 / sqrt(mean((x - mean)²)), the
/// convention of scikit-learn's `StandardScaler` (division by n). A feature that is the same in all
/// rows gets scale 0, so it never contributes; ``constantFeatures`` counts them.
public struct Standardizer: Sendable, Equatable {
  /// Subtracted from each feature.
  public let mean: [Float]
  /// Multiplied to each centred feature; 0 for constant ones.
  public let scale: [Float]

  /// A standardizer with known numbers; both have one value a feature.
  public init(mean: [Float], scale: [Float]) {
    precondition(mean.count == scale.count, "A standardizer has one mean and scale a feature.")
    self.mean = mean
    self.scale = scale
  }

  /// The standardizer that changes nothing.
  public static func identity(width: Int) -> Standardizer {
    Standardizer(
      mean: [Float](repeating: 0, count: width), scale: [Float](repeating: 1, count: width))
  }

  /// Fits means and scales on some rows of a tap, in one pass in double precision.
  ///
  /// - Throws: ``ProbesError/notFinite(tap:row:feature:)`` for the first row with a NaN or infinity.
  public init(fitting features: LayerFeatures, rows: [Int32]) throws {
    let width = features.width
    guard let first = rows.first else {
      self = .identity(width: width)
      return
    }
    // Measured from the first row on, so that large means do not cancel.
    let origin = features.row(Int(first))
    let source = FeatureRows(features, rows: rows)
    let grain = max(512, (rows.count / 16 + 511) / 512 * 512)
    let firstBad = Mutex(Int.max)
    let moments = source.chunkSums(2 * width, grain: grain, mean: origin) {
      let bad = kn_feature_moments($0, $1.lowerBound, $1.count, $2, $3, $3 + width)
      if bad >= 0 { firstBad.withLock { $0 = min($0, Int(bad)) } }
    }
    let bad = firstBad.withLock { $0 }
    guard bad == Int.max else {
      let row = Int(rows[bad])
      let feature = features.row(row).firstIndex { !$0.isFinite }
      throw ProbesError.notFinite(tap: features.tap, row: row, feature: feature ?? 0)
    }
    let count = Double(rows.count)
    var mean = [Float](repeating: 0, count: width)
    var scale = mean
    for j in 0..<width {
      let shift = moments[j] / count
      let variance = moments[width + j] / count - shift * shift
      mean[j] = Float(Double(origin[j]) + shift)
      // Rounding leaves at most a few units in the last place of a constant feature.
      let noise = 1e-14 * (moments[width + j] / count)
      scale[j] = variance > noise ? Float(1 / variance.squareRoot()) : 0
    }
    self.init(mean: mean, scale: scale)
  }

  /// How many features had the same value in all rows.
  public var constantFeatures: Int { scale.count { $0 == 0 } }
}
