/// A receiver operating characteristic: what is found at what price, over all thresholds.
public struct ROCCurve: Sendable, Equatable {
  /// Points from (0, 0) to (1, 1), both rates never falling.
  public let points: [ROCPoint]
  /// The number of positive and of negative items.
  public let positives: Int
  /// See `positives`.
  public let negatives: Int
}

/// One threshold of a ROC curve.
public struct ROCPoint: Sendable, Equatable {
  /// Share of negatives that score at least `threshold`.
  public let falsePositiveRate: Double
  /// Share of positives that score at least `threshold`.
  public let truePositiveRate: Double
  /// The threshold; infinity at the first point, where nothing is predicted positive.
  public let threshold: Double
}

/// The ROC curve of scores (higher = more likely positive), with points at distinct scores only.
///
/// Points on a straight line between their neighbours are left out. If more than `maximumPoints`
/// remain, both ends stay and the first point past each of equal steps along the curve: a point
/// left out has its two rates together within 2 / (`maximumPoints` - 1) of a kept one. The area
/// under thinned points is not the exact AUROC. Throws `CalibrationError` on bad input and
/// when only one class is present. O(n log n).
public func rocCurve(scores: [Double], labels: [Bool], maximumPoints: Int = 500) throws -> ROCCurve
{
  guard maximumPoints >= 2 else {
    throw CalibrationError.badSetting(
      "A ROC curve needs at least 2 points; \(maximumPoints) were asked for.")
  }
  let data = try Predictions(scores: scores, labels: labels, weights: nil)
  try data.requireBothClasses(for: "a ROC curve")
  let (positives, negatives) = data.classCounts
  let corners = thinned(corners(of: data), to: maximumPoints)
  let points = corners.map { corner in
    ROCPoint(
      falsePositiveRate: Double(corner.falsePositives) / Double(negatives),
      truePositiveRate: Double(corner.truePositives) / Double(positives),
      threshold: corner.threshold)
  }
  return ROCCurve(points: points, positives: positives, negatives: negatives)
}

/// Counts above one threshold.
private struct Corner {
  var truePositives: Int
  var falsePositives: Int
  var threshold: Double

  /// Whether this point lies on the line from `start` to `end`.
  func isBetween(_ start: Corner, _ end: Corner) -> Bool {
    (truePositives - start.truePositives) * (end.falsePositives - falsePositives)
      == (falsePositives - start.falsePositives) * (end.truePositives - truePositives)
  }
}

private func corners(of data: Predictions) -> [Corner] {
  var corners = [Corner(truePositives: 0, falsePositives: 0, threshold: .infinity)]
  var here = corners[0]
  let order = fallingOrder(of: data.scores)
  for (place, index) in order.enumerated() {
    if data.labels[index] { here.truePositives += 1 } else { here.falsePositives += 1 }
    here.threshold = data.scores[index]
    let groupGoesOn = place + 1 < order.count && data.scores[order[place + 1]] == here.threshold
    if groupGoesOn { continue }
    if let last = corners.last, corners.count > 1, last.isBetween(corners[corners.count - 2], here)
    {
      corners.removeLast()
    }
    corners.append(here)
  }
  return corners
}

/// Both ends and the corners that first reach equal steps of the length |dx| + |dy| along the curve.
private func thinned(_ corners: [Corner], to maximum: Int) -> [Corner] {
  guard corners.count > maximum, let first = corners.first, let last = corners.last else {
    return corners
  }
  let steps = maximum - 1
  func length(_ corner: Corner) -> Double {
    Double(corner.truePositives) / Double(last.truePositives)
      + Double(corner.falsePositives) / Double(last.falsePositives)
  }
  var kept = [first]
  for corner in corners.dropFirst().dropLast()
  where length(corner) * Double(steps) / 2 >= Double(kept.count) && kept.count < steps {
    kept.append(corner)
  }
  return kept + [last]
}
