import CKernels
import LinearAlgebra

/// Some rows of a tap, read where they lie: the kernels follow the row numbers and convert on the
/// way.
struct FeatureRows: Sendable {
  let features: LayerFeatures
  /// Row numbers in storage.
  private let stored: [Int32]

  /// `rows` are rows of the tap. Traps outside them: the kernels do not check.
  init(_ features: LayerFeatures, rows: [Int32]) {
    let last = Int32(features.rows)
    precondition(rows.allSatisfy { $0 >= 0 && $0 < last }, "Row numbers outside the features.")
    self.features = features
    switch features.storage {
    case .memory: stored = rows
    case .mapped(let mapped): stored = rows.map { Int32(mapped.stored($0)) }
    }
  }

  private init(_ features: LayerFeatures, stored: [Int32]) {
    (self.features, self.stored) = (features, stored)
  }

  var count: Int { stored.count }
  var width: Int { features.width }

  /// Fewer of these rows, given by their places.
  func selecting(_ places: some Sequence<Int>) -> FeatureRows {
    FeatureRows(features, stored: places.map { stored[$0] })
  }

  /// Calls `body` with what the kernels need to read these rows, centred by `mean`; `columns` are
  /// all unless given, and `mean` has one value for each.
  func withKernelRows<Result>(
    mean: [Float], columns: Range<Int>? = nil, _ body: (kn_logistic_rows) throws -> Result
  ) rethrows -> Result {
    let columns = columns ?? 0..<width
    precondition(mean.count == columns.count, "There is one mean a feature.")
    func read(
      _ segments: UnsafeBufferPointer<kn_row_segment>, _ type: kn_row_type
    ) throws -> Result {
      try stored.withUnsafeBufferPointer { rows in
        try mean.withUnsafeBufferPointer { mean in
          try body(
            kn_logistic_rows(
              segments: segments.baseAddress, segment_count: segments.count, type: type,
              row_stride: width, first_column: columns.lowerBound, width: columns.count,
              rows: rows.baseAddress, mean: mean.baseAddress))
        }
      }
    }
    switch features.storage {
    case .mapped(let mapped): return try mapped.withSegments(read)
    case .memory(let matrix):
      return try matrix.withView { view in
        let segment = kn_row_segment(base: UnsafeRawPointer(view.base), first_row: 0)
        return try withUnsafePointer(to: segment) {
          try read(UnsafeBufferPointer(start: $0, count: 1), KN_ROWS_F32)
        }
      }
    }
  }

  /// Calls `body` with consecutive parts of `range`, handing mapped memory back after each where the
  /// features are large. Parts are multiples of 512 rows long, which the kernels' sums do not notice.
  func forEachStretch(of range: Range<Int>, _ body: (Range<Int>) -> Void) {
    guard case .mapped(let mapped) = features.storage, let length = mapped.stretch else {
      return body(range)
    }
    for start in stride(from: range.lowerBound, to: range.upperBound, by: length) {
      let part = start..<min(range.upperBound, start + length)
      body(part)
      let rows = stored[part]
      // The first reads of a part may have brought back the end of the part before.
      if let low = rows.min(), let high = rows.max() {
        mapped.release(max(0, Int(low) - length)...Int(high))
      }
    }
  }

  /// Runs `body` on all threads over chunks of `grain` rows, with room for the kernels' scratch.
  func forEachChunk(
    grain: Int, mean: [Float], columns: Range<Int>? = nil, scratch: Int? = nil,
    _ body: @Sendable (kn_logistic_rows, Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    let room = scratch ?? Int(KN_ROW_SCRATCH) * width
    withKernelRows(mean: mean, columns: columns) { data in
      nonisolated(unsafe) let data = data
      parallelFor(count, grain: grain) { range in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: max(room, 1)) { scratch in
          guard let base = scratch.baseAddress else { return }
          forEachStretch(of: range) { body(data, $0, base) }
        }
      }
    }
  }
}
