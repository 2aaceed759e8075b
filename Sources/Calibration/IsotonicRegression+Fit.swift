extension IsotonicRegression {
  /// Fits to validation logits and labels; `weights` are whole counts.
  ///
  /// Throws `CalibrationError` on bad input and when only one class is present. O(n log n).
  public init(fitting logits: [Double], labels: [Bool], weights: [Int]? = nil) throws {
    let data = try Predictions(
      scores: logits, labels: labels, weights: weights, name: "the logits")
    try data.requireBothClasses(for: "isotonic regression")
    var blocks: [Block] = []
    var distinct: [Double] = []
    for point in Self.distinctPoints(data) {
      distinct.append(point.logit)
      blocks.append(Block(positives: point.positives, weight: point.weight, points: 1))
      while blocks.count > 1, blocks[blocks.count - 2].reaches(blocks[blocks.count - 1]) {
        let last = blocks.removeLast()
        blocks[blocks.count - 1].absorb(last)
      }
    }
    // Inside a block of equal values only its ends shape the function.
    var thresholds: [Double] = []
    var values: [Double] = []
    var start = 0
    for block in blocks {
      for place in Set([start, start + block.points - 1]).sorted() {
        thresholds.append(distinct[place])
        values.append(block.value)
      }
      start += block.points
    }
    self = try IsotonicRegression(thresholds: thresholds, values: values)
  }

  private struct Point {
    let logit: Double
    var positives: Int
    var weight: Int
  }

  /// Neighbouring points that share one value, the mean of their labels.
  private struct Block {
    var positives: Int
    var weight: Int
    var points: Int

    var value: Double { Double(positives) / Double(weight) }

    /// Whether this block's mean is at least the other's, compared exactly in whole numbers.
    func reaches(_ next: Block) -> Bool {
      positives * next.weight >= next.positives * weight
    }

    mutating func absorb(_ next: Block) {
      positives += next.positives
      weight += next.weight
      points += next.points
    }
  }

  /// Equal logits joined, in rising order, without those of no weight.
  private static func distinctPoints(_ data: Predictions) -> [Point] {
    var points: [Point] = []
    for index in fallingOrder(of: data.scores).reversed() where data.weight(index) > 0 {
      let weight = data.weight(index)
      let positives = data.labels[index] ? weight : 0
      if let last = points.indices.last, points[last].logit == data.scores[index] {
        points[last].positives += positives
        points[last].weight += weight
      } else {
        points.append(Point(logit: data.scores[index], positives: positives, weight: weight))
      }
    }
    return points
  }
}
