/// Positions in order of rising score, each with its place in the grid of thresholds and deltas.
struct RankedPositions: Sendable {
  /// The first threshold above the reference's entropy, and the first delta that reaches from it to
  /// the small model's; the number of thresholds or deltas when there is none.
  private var threshold: [UInt8] = []
  private var delta: [UInt8] = []
  /// Whether the score is larger than that of the position before.
  private var rises: [Bool] = []
  private var smallEntropy: [Float] = []
  private let hasGap: Bool

  init(_ pairs: PairedPositions, scores: [Double], places: [Int32]?, grid: AtlasGrid) {
    hasGap = !grid.deltas.isEmpty
    var order = scores.enumerated().map { (score: $1, item: Int32($0)) }
    order.sort { $0.score < $1.score }
    var last = -Double.infinity
    for (score, item) in order {
      let place = places.map { Int($0[Int(item)]) } ?? Int(item)
      let (small, large) = (pairs.smallEntropy[place], pairs.largeEntropy[place])
      let distance = abs(Double(large) - Double(small))
      threshold.append(Self.first(grid.thresholds) { Double(large) < $0 })
      delta.append(Self.first(grid.deltas) { distance <= $0 })
      rises.append(score > last)
      smallEntropy.append(small)
      last = score
    }
  }

  private static func first(_ values: [Double], _ holds: (Double) -> Bool) -> UInt8 {
    UInt8(values.firstIndex(where: holds) ?? values.count)
  }

  /// The positions in a band, still in order.
  func inside(_ band: EntropyBand) -> RankedBand {
    var inside = RankedBand(hasGap: hasGap)
    var rose = false
    for place in smallEntropy.indices {
      rose = rose || rises[place]
      guard band.contains(Double(smallEntropy[place])) else { continue }
      inside.items.append(
        RankedBand.Item(threshold: threshold[place], delta: delta[place], rises: rose))
      rose = false
    }
    return inside
  }
}

/// The positions of one band in order of rising score.
struct RankedBand: Sendable {
  struct Item {
    let threshold: UInt8
    let delta: UInt8
    let rises: Bool
  }

  /// The classes' sizes and how well the order separates them.
  struct Count: Sendable {
    var zeros = 0
    var ones = 0
    var auroc = Double.nan
  }

  var items: [Item] = []
  /// Whether there are deltas; without them class 1 is what class 0 is not.
  let hasGap: Bool

  /// Counts the cell of threshold number `t` and delta number `d`.
  func count(threshold t: Int, delta d: Int) -> Count {
    var count = Count()
    var concordantTwice = 0
    var (tiedZeros, tiedOnes) = (0, 0)
    for item in items {
      if item.rises {
        concordantTwice += tiedOnes * (2 * count.zeros + tiedZeros)
        count.zeros += tiedZeros
        count.ones += tiedOnes
        (tiedZeros, tiedOnes) = (0, 0)
      }
      let isBelow = Int(item.threshold) <= t
      let isNear = hasGap ? Int(item.delta) <= d : !isBelow
      tiedZeros += isBelow && !isNear ? 1 : 0
      tiedOnes += !isBelow && isNear ? 1 : 0
    }
    concordantTwice += tiedOnes * (2 * count.zeros + tiedZeros)
    count.zeros += tiedZeros
    count.ones += tiedOnes
    if count.zeros > 0, count.ones > 0 {
      count.auroc = Double(concordantTwice) / (2 * Double(count.zeros) * Double(count.ones))
    }
    return count
  }
}
