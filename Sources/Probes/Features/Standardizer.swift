import CKernels
import LinearAlgebra

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
    let origin = Array(features.matrix.row(Int(first)))
    var sums = [Double](repeating: 0, count: width)
    var squares = sums
    let bad = features.matrix.withKernelRows(rows, mean: origin) { data in
      kn_feature_moments(data, 0, rows.count, &sums, &squares)
    }
    guard bad < 0 else {
      let row = Int(rows[bad])
      let feature = features.matrix.row(row).enumerated().first { !$0.element.isFinite }
      throw ProbesError.notFinite(tap: features.tap, row: row, feature: feature?.offset ?? 0)
    }
    let count = Double(rows.count)
    var mean = [Float](repeating: 0, count: width)
    var scale = mean
    for j in 0..<width {
      let shift = sums[j] / count
      let variance = squares[j] / count - shift * shift
      mean[j] = Float(Double(origin[j]) + shift)
      // Rounding leaves at most a few units in the last place of a constant feature.
      let noise = 1e-14 * (squares[j] / count)
      scale[j] = variance > noise ? Float(1 / variance.squareRoot()) : 0
    }
    self.init(mean: mean, scale: scale)
  }

  /// How many features had the same value in all rows.
  public var constantFeatures: Int { scale.count { $0 == 0 } }
}
