/// Checked input of every metric: scores with their labels and, if items stand for several, counts.
struct Predictions {
  let scores: [Double]
  let labels: [Bool]
  /// How many times each item counts; nil when once each.
  let weights: [Int]?

  /// Largest sum of counts, so that products of two sums stay within 64 bits.
  private static let largestTotal = Int(Int32.max)

  /// Scores of any scale: only finiteness is asked for.
  init(scores: [Double], labels: [Bool], weights: [Int]?, name: String = "the scores") throws {
    guard !scores.isEmpty else { throw CalibrationError.empty("predictions") }
    try Self.check(labels.count, of: "the labels", against: scores.count)
    for (index, score) in scores.enumerated() where !score.isFinite {
      throw CalibrationError.notFinite(name, index: index)
    }
    if let weights {
      try Self.check(weights.count, of: "the weights", against: scores.count)
      var sum = 0
      for (index, weight) in weights.enumerated() {
        guard weight >= 0, weight <= Self.largestTotal - sum else {
          throw CalibrationError.badWeights("\(weight) at entry \(index)")
        }
        sum += weight
      }
      guard sum > 0 else { throw CalibrationError.badWeights("only zeros") }
    }
    self.scores = scores
    self.labels = labels
    self.weights = weights
  }

  /// Scores that must be probabilities.
  init(probabilities: [Double], labels: [Bool], weights: [Int]?) throws {
    try self.init(
      scores: probabilities, labels: labels, weights: weights, name: "the probabilities")
    for (index, probability) in probabilities.enumerated()
    where probability < 0 || probability > 1 {
      throw CalibrationError.notAProbability(value: probability, index: index)
    }
  }

  static func check(_ found: Int, of what: String, against expected: Int) throws {
    guard found == expected else {
      throw CalibrationError.unequalLengths(what, found: found, expected: expected)
    }
  }

  func weight(_ index: Int) -> Int { weights.map { $0[index] } ?? 1 }

  /// The sum of counts of positive and of negative items.
  var classCounts: (positives: Int, negatives: Int) {
    var (positives, negatives) = (0, 0)
    for index in labels.indices {
      if labels[index] { positives += weight(index) } else { negatives += weight(index) }
    }
    return (positives, negatives)
  }

  func requireBothClasses(for recalibration: String) throws {
    let (positives, negatives) = classCounts
    guard positives > 0, negatives > 0 else {
      throw CalibrationError.oneClass(
        recalibration: recalibration, count: positives + negatives)
    }
  }
}
