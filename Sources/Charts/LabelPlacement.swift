/// Which of many labels along a horizontal line can be shown without touching one another.
enum LabelPlacement {
  /// A label wanted at a position; lower `rank` wins where two collide.
  struct Candidate {
    var x: Double
    var text: String
    var rank: Int
    var bold = false
  }

  /// A label that is shown, with the middle of its text.
  struct Placed {
    var index: Int
    var x: Double
  }

  /// Places labels by rank, moving those at the ends inside `bounds` and leaving out any that would
  /// come closer than `gap` to one already placed. O(n squared) for n candidates.
  static func place(
    _ candidates: [Candidate], within bounds: ClosedRange<Double>, size: Double, gap: Double = 7
  ) -> [Placed] {
    var taken: [ClosedRange<Double>] = []
    var placed: [Placed] = []
    let order = candidates.indices.sorted {
      (candidates[$0].rank, $0) < (candidates[$1].rank, $1)
    }
    for index in order {
      let candidate = candidates[index]
      let half = TextMetrics.width(of: candidate.text, size: size, bold: candidate.bold) / 2
      guard candidate.x.isFinite, 2 * half <= bounds.upperBound - bounds.lowerBound else {
        continue
      }
      let x = min(max(candidate.x, bounds.lowerBound + half), bounds.upperBound - half)
      let box = (x - half - gap / 2)...(x + half + gap / 2)
      guard !taken.contains(where: { $0.overlaps(box) }) else { continue }
      taken.append(box)
      placed.append(Placed(index: index, x: x))
    }
    return placed.sorted { $0.x < $1.x }
  }
}
