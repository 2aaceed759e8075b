/// A run of neighbouring positions of one sequence.
struct Stretch: Sendable {
  let sequence: Int
  let positions: Range<Int>

  /// Positions of a stretch: eight of the tallest register tiles.
  static let length = 112
}

extension TokenBatch {
  /// Every sequence cut from its start into stretches.
  func stretches() -> [Stretch] {
    (0..<count).flatMap { sequence in
      let length = rows(of: sequence).count
      return stride(from: 0, to: length, by: Stretch.length).map { first in
        Stretch(sequence: sequence, positions: first..<min(length, first + Stretch.length))
      }
    }
  }
}
