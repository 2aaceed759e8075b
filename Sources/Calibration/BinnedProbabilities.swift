/// Probabilities in rising order, cut into bins that hold at least one.
struct BinnedProbabilities: Sendable {
  struct Bin {
    let edges: ClosedRange<Double>
    /// Where the bin's items are among all, in rising order.
    let places: Range<Int>
    let positives: Int
    let meanProbability: Double
    var count: Int { places.count }
  }

  /// All probabilities in rising order.
  let probabilities: [Double]
  let bins: [Bin]

  init(_ data: Predictions, binning: Binning) {
    let order = fallingOrder(of: data.scores).reversed()
    let sorted = order.map { data.scores[$0] }
    let labels = order.map { data.labels[$0] }
    var bins: [Bin] = []
    var start = 0
    while start < sorted.count {
      let number = Self.number(at: start, in: sorted, binning)
      var end = start
      // Groups of ties move as one, so a bin is decided at each group's first place.
      while end < sorted.count, Self.number(at: end, in: sorted, binning) == number {
        let value = sorted[end]
        while end < sorted.count, sorted[end] == value { end += 1 }
      }
      let values = sorted[start..<end]
      // Rounding of the sum must not carry the mean past the values themselves.
      let mean = values.reduce(0, +) / Double(values.count)
      bins.append(
        Bin(
          edges: Self.edges(number, sorted[start], sorted[end - 1], binning), places: start..<end,
          positives: labels[start..<end].count { $0 },
          meanProbability: min(max(mean, sorted[start]), sorted[end - 1])))
      start = end
    }
    probabilities = sorted
    self.bins = bins
  }

  /// The bin number of a group of ties that starts at `place`.
  private static func number(at place: Int, in sorted: [Double], _ binning: Binning) -> Int {
    switch binning {
    case .equalWidth(let bins): Binning.equalWidthBin(sorted[place], of: bins)
    case .equalMass(let bins): place * bins / sorted.count
    }
  }

  private static func edges(
    _ number: Int, _ smallest: Double, _ largest: Double, _ binning: Binning
  ) -> ClosedRange<Double> {
    switch binning {
    case .equalWidth(let bins): Double(number) / Double(bins)...Double(number + 1) / Double(bins)
    case .equalMass: smallest...largest
    }
  }
}
