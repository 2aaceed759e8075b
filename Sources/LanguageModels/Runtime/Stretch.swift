/// A few neighbouring rows of one sequence of a batch.
struct Stretch: Sendable {
  let sequence: Int
  /// Counted from the sequence's first row.
  let rows: Range<Int>

  /// Rows of a stretch: four of the tallest register tiles.
  static let length = 56
}

extension TokenBatch {
  /// Every sequence cut from its start into stretches.
  func stretches() -> [Stretch] {
    (0..<count).flatMap { sequence in
      let length = rows(of: sequence).count
      return stride(from: 0, to: length, by: Stretch.length).map { first in
        Stretch(sequence: sequence, rows: first..<min(length, first + Stretch.length))
      }
    }
  }
}
