import CKernels
public import TensorFiles

/// Rows of one tap that lie in mapped files, in float32, float16 or bfloat16, shard after shard.
///
/// Nothing is read or converted until a pass needs it. When the files are larger than
/// `residentLimit` a pass also gives every stretch of rows back to the system once it is done
/// with it, so that memory does not grow with the store.
public struct MappedRows: Sendable {
  /// The number of examples.
  public let rows: Int
  /// The number of features of each example.
  public let width: Int
  private let shards: [TensorView]
  /// The number of the first row of each shard, and the number of all rows at the end.
  private let starts: [Int]
  private let picked: [Int32]?
  private let releases: Bool
  private let type: kn_row_type

  /// Joins the shards of a tap, each a matrix of rows × width.
  ///
  /// - Parameters:
  ///   - shards: matrices of the same type and width, in order.
  ///   - picked: the rows that are examples, counted over all shards; nil for all of them. Rising
  ///     numbers read fastest.
  ///   - residentLimit: bytes of features up to which pages stay mapped between passes.
  /// - Throws: ``ProbesError/badFeatures(path:problem:)`` for shards that do not fit together, types
  ///   other than float32, float16 and bfloat16, and rows that are not there.
  public init(
    _ shards: [TensorView], picking picked: [Int32]? = nil, residentLimit: Int = 1 << 30
  ) throws {
    let shards = shards.filter { $0.count > 0 }
    guard let first = shards.first else {
      throw ProbesError.badFeatures(path: "", problem: "there are no rows")
    }
    for shard in shards where shard.shape.count != 2 || shard.rowLength != first.rowLength {
      throw ProbesError.badFeatures(
        path: shard.path,
        problem: "\(shard.name) has the shape \(shard.shape), not rows × \(first.rowLength)")
    }
    switch first.type {
    case .float32: type = KN_ROWS_F32
    case .float16: type = KN_ROWS_F16
    case .bfloat16: type = KN_ROWS_BF16
    default:
      throw ProbesError.badFeatures(
        path: first.path,
        problem: "\(first.name) is \(first.type.rawValue), not float32, float16 or bfloat16")
    }
    for shard in shards where shard.type != first.type {
      throw ProbesError.badFeatures(
        path: shard.path,
        problem: "\(shard.name) is \(shard.type.rawValue), the first shard \(first.type.rawValue)")
    }
    var starts = [0]
    for shard in shards { starts.append(starts[starts.count - 1] + shard.rows) }
    let total = starts[shards.count]
    guard total <= Int(Int32.max) else {
      throw ProbesError.badFeatures(
        path: first.path, problem: "\(total) rows are more than \(Int32.max)")
    }
    if let bad = picked?.first(where: { $0 < 0 || $0 >= total }) {
      throw ProbesError.badFeatures(
        path: first.path, problem: "row \(bad) was asked for and there are \(total)")
    }
    width = first.rowLength
    rows = picked?.count ?? total
    releases = shards.reduce(0) { $0 + $1.bytes.count } > residentLimit
    (self.shards, self.starts, self.picked) = (shards, starts, picked)
  }

  /// One example in float32.
  func row(_ index: Int) -> [Float] {
    let row = stored(Int32(index))
    let place = (starts.firstIndex { $0 > row } ?? 1) - 1
    return [Float](unsafeUninitializedCapacity: width) { buffer, filled in
      // The type was checked, so nothing is thrown.
      try? shards[place].readFloats(
        rows: row - starts[place]..<row - starts[place] + 1, into: buffer)
      filled = width
    }
  }

  /// The row over all shards that holds example `index`.
  func stored(_ index: Int32) -> Int { Int(picked?[Int(index)] ?? index) }

  /// Calls `body` with where the shards lie and how their numbers are stored.
  func withSegments<Result>(
    _ body: (UnsafeBufferPointer<kn_row_segment>, kn_row_type) throws -> Result
  ) rethrows -> Result {
    let segments = zip(shards, starts).map {
      kn_row_segment(base: $0.bytes.baseAddress, first_row: $1)
    }
    return try withExtendedLifetime(shards) {
      try segments.withUnsafeBufferPointer { try body($0, type) }
    }
  }

  /// Rows after which a pass gives memory back; nil when pages may stay.
  var stretch: Int? { releases ? max(512, (1 << 23) / (4 * width) / 512 * 512) : nil }

  /// Gives the memory of some stored rows back to the system.
  func release(_ range: ClosedRange<Int>) {
    for (place, shard) in shards.enumerated() {
      let low = max(range.lowerBound, starts[place]) - starts[place]
      let high = min(range.upperBound + 1, starts[place + 1]) - starts[place]
      if low < high { shard.discard(rows: low..<high) }
    }
  }
}
