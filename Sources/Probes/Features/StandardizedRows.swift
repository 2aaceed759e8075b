import CKernels
import LinearAlgebra

/// Some rows of a tap seen through a standardizer; the rows themselves are never copied.
struct StandardizedRows: Sendable {
  let source: FeatureRows
  let standardizer: Standardizer

  init(_ features: LayerFeatures, rows: [Int32], standardizer: Standardizer) {
    self.init(FeatureRows(features, rows: rows), standardizer)
  }

  init(_ source: FeatureRows, _ standardizer: Standardizer) {
    (self.source, self.standardizer) = (source, standardizer)
  }

  var count: Int { source.count }
  var width: Int { source.width }

  /// The same view of fewer rows, given by their places.
  func selecting(_ places: some Sequence<Int>) -> StandardizedRows {
    StandardizedRows(source.selecting(places), standardizer)
  }

  /// At most `limit` of the rows, spread evenly.
  func sample(_ limit: Int) -> StandardizedRows {
    limit >= count ? self : selecting((0..<limit).map { $0 * count / limit })
  }

  /// Chunks that one thread handles at a time: about 1/16 of the rows, but enough to be worth a
  /// thread, in whole multiples of `unit`.
  func chunkRows(unit: Int) -> Int {
    let enough = max(unit, (1 << 17) / max(width, 1))
    return max((enough + unit - 1) / unit * unit, (count / 16 + unit - 1) / unit * unit)
  }

  /// w · (x - mean) · scale + intercept for every row; `weights` are in standardised units.
  func scores(weights: [Double], intercept: Double) -> [Double] {
    let direction = zip(weights, standardizer.scale).map { Float($0 * Double($1)) }
    return [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      nonisolated(unsafe) let out = buffer
      source.forEachChunk(grain: 512, mean: standardizer.mean) { data, range, scratch in
        guard let base = out.baseAddress else { return }
        kn_logistic_scores(
          data, range.lowerBound, range.count, direction, intercept, scratch,
          base + range.lowerBound)
      }
      filled = count
    }
  }

  /// Σ coefficient_i (x_i - mean) · scale over the rows; `width` values.
  func combination(_ coefficients: [Double]) -> [Double] {
    let (grain, width) = (chunkRows(unit: 128), width)
    let sums = source.chunkSums(width, grain: grain, mean: standardizer.mean) {
      kn_combine_rows($0, $1.lowerBound, $1.count, coefficients, $2, $3)
    }
    return zip(sums, standardizer.scale).map { $0 * Double($1) }
  }

  /// ‖x̃_i‖² of every row.
  func squaredNorms() -> [Double] {
    let scale = standardizer.scale
    return [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      nonisolated(unsafe) let out = buffer
      source.forEachChunk(grain: 512, mean: standardizer.mean) { data, range, scratch in
        guard let base = out.baseAddress else { return }
        kn_squared_norms(
          data, range.lowerBound, range.count, scale, scratch, base + range.lowerBound)
      }
      filled = count
    }
  }
}

extension FeatureRows {
  /// Sums `size` doubles over chunks of `grain` rows; each chunk adds to zeros of its own and the
  /// chunks are added up in order, so the sums do not depend on the number of threads.
  func chunkSums(
    _ size: Int, grain: Int, mean: [Float], scratch: Int? = nil,
    _ body:
      @Sendable (
        kn_logistic_rows, Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Double>
      ) -> Void
  ) -> [Double] {
    let chunks = max(1, (count + grain - 1) / grain)
    var parts = [Double](repeating: 0, count: chunks * size)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Every chunk writes its own part of the buffer.
      nonisolated(unsafe) let all = base
      forEachChunk(grain: grain, mean: mean, scratch: scratch) { data, range, scratch in
        body(data, range, scratch, all + range.lowerBound / grain * size)
      }
      for chunk in 1..<max(chunks, 1) { kn_axpy_f64(1, all + chunk * size, all, size) }
    }
    return Array(parts.prefix(size))
  }
}
