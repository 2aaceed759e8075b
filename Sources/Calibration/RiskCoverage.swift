/// The risk of answering only the most confident items, over every coverage (El-Yaniv and Wiener
/// 2010).
public struct RiskCoverage: Sendable, Equatable {
  /// One place to stop answering.
  public struct Point: Sendable, Equatable {
    /// The least confidence that is answered.
    public let threshold: Double
    /// The share of items answered, in (0, 1].
    public let coverage: Double
    /// The mean loss of those answered.
    public let risk: Double
  }

  /// One point a distinct confidence, from the highest confidence to full coverage.
  public let points: [Point]
  /// The mean over k = 1...n of the risk of the k most confident items (Geifman and El-Yaniv 2017);
  /// items of equal confidence enter in random order on average. Lower is better.
  public let aurc: Double
  /// `aurc` minus that of the best possible order of the same losses; 0 is perfect ranking.
  public let excess: Double
  /// The number of items.
  public let count: Int

  /// The curve of items with these confidences (any scale, higher = answered sooner) and losses
  /// (such as 0 for right and 1 for wrong).
  ///
  /// Throws `CalibrationError` on empty, unequal or non-finite input. O(n log n).
  public init(confidences: [Double], losses: [Double]) throws {
    guard !confidences.isEmpty else { throw CalibrationError.empty("predictions") }
    try Predictions.check(losses.count, of: "the losses", against: confidences.count)
    for (name, values) in [("the confidences", confidences), ("the losses", losses)] {
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw CalibrationError.notFinite(name, index: index)
      }
    }
    let total = Double(confidences.count)
    let order = fallingOrder(of: confidences)
    var points: [Point] = []
    var (start, sum, area) = (0, 0.0, 0.0)
    while start < order.count {
      let threshold = confidences[order[start]]
      var end = start
      var tied = 0.0
      while end < order.count, confidences[order[end]] == threshold {
        tied += losses[order[end]]
        end += 1
      }
      let mean = tied / Double(end - start)
      for k in start..<end {
        area += (sum + mean * Double(k + 1 - start)) / Double(k + 1)
      }
      sum += tied
      points.append(
        Point(threshold: threshold, coverage: Double(end) / total, risk: sum / Double(end)))
      start = end
    }
    var (best, bestArea) = (0.0, 0.0)
    for (k, loss) in losses.sorted().enumerated() {
      best += loss
      bestArea += best / Double(k + 1)
    }
    self.points = points
    aurc = area / total
    excess = (area - bestArea) / total
    count = confidences.count
  }
}
