import Statistics

/// Bins of a score whose first and last also take what lies outside, so that nothing is dropped.
public struct ScoreBins: Sendable, Equatable {
  /// The inner and outer edges, rising; bin k is [edge k, edge k + 1).
  public let edges: [Double]

  /// Bins between these edges, with one more below and above for the rest.
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` unless there are two or more rising edges.
  public init(edges: [Double]) throws {
    guard edges.count >= 2, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw HedgedPredictionError.badSetting(
        "Bins need at least two rising edges; found \(edges.map(shortest).joined(separator: ", "))."
      )
    }
    self.edges = edges
  }

  /// About `count` bins with equally many items; equal scores always share a bin.
  ///
  /// - Throws: ``HedgedPredictionError`` for scores that are not finite or all equal.
  public init(quantilesOf scores: [Double], count: Int) throws {
    guard scores.allSatisfy(\.isFinite), count > 0 else {
      throw HedgedPredictionError.badData("Bins need finite scores and a positive count.")
    }
    let sorted = scores.sorted()
    var edges: [Double] = []
    for bin in 0...count {
      let edge = Sample.quantile(ofSorted: sorted, at: Double(bin) / Double(count))
      if edges.last.map({ $0 < edge }) ?? true { edges.append(edge) }
    }
    guard let last = edges.popLast(), !edges.isEmpty else {
      throw HedgedPredictionError.badData(
        "All \(scores.count) scores are equal, so they cannot be put into bins.")
    }
    // The highest score belongs to the last bin, not to the overflow.
    try self.init(edges: edges + [last.nextUp])
  }

  /// The number of bins with the two for the rest.
  public var count: Int { edges.count + 1 }

  /// The bin of a score: 0 is below the first edge, the last is from the last edge on.
  public func bin(of score: Double) -> Int {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] <= score { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The ends of a bin; infinite for the two outer ones.
  public func ends(of bin: Int) -> (lower: Double, upper: Double) {
    (bin == 0 ? -.infinity : edges[bin - 1], bin == edges.count ? .infinity : edges[bin])
  }

  /// Whether a bin is one of the two for the rest.
  public func isOverflow(_ bin: Int) -> Bool { bin == 0 || bin == edges.count }
}
