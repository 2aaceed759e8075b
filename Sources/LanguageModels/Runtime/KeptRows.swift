import LinearAlgebra

/// The rows of a batch for which results are kept.
struct KeptRows {
  /// Their numbers in the batch, rising.
  let rows: [Int]
  /// Where they stand in the buffers of the pass.
  private(set) var places: [Int]

  init(_ batch: TokenBatch, _ choice: ForwardRequest.Rows) {
    switch choice {
    case .all: rows = Array(batch.tokens.indices)
    case .last: rows = batch.starts.dropFirst().map { $0 - 1 }
    }
    places = rows
  }

  /// After the rows were gathered at the top of the buffers.
  mutating func moveToTop() { places = Array(rows.indices) }

  /// The kept rows of a buffer.
  func gather(_ source: MutableMatrixView<Float>) -> Matrix<Float> {
    Matrix(rows: rows.count, columns: source.columns) { copy in
      for (place, row) in places.enumerated() {
        copy.row(place).update(from: source.row(row), count: source.columns)
      }
    }
  }

  /// The token after each kept row, -1 at the end of a sequence.
  func nextTokens(_ batch: TokenBatch) -> [Int32] {
    let lasts = Set(batch.starts.dropFirst().map { $0 - 1 })
    return rows.map { lasts.contains($0) ? -1 : batch.tokens[$0 + 1] }
  }

  /// The sequence of each kept row.
  func sequences(_ batch: TokenBatch) -> [Int] {
    var sequence = 0
    return rows.map { row in
      while row >= batch.starts[sequence + 1] { sequence += 1 }
      return sequence
    }
  }
}
