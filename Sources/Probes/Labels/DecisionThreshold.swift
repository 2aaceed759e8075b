/// A cut between the classes: class 1 is predicted above it.
public struct DecisionThreshold: Sendable, Equatable {
  /// The score that is still class 0.
  public let value: Double
  /// The accuracy it reached where it was chosen.
  public let accuracy: Double

  /// The threshold with the highest accuracy among the scores themselves; of equally good ones the
  /// smallest, as in the paper. Nothing lies above the largest score, so "always class 0" is tried and
  /// "always class 1" is not. Traps unless there is a label a score; O(n log n).
  public init(scores: [Double], labels: [Bool]) {
    precondition(scores.count == labels.count, "a threshold needs one label a score")
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var correct = labels.count { $0 }
    var best = (value: Double.nan, correct: -1)
    for (place, item) in order.enumerated() {
      correct += labels[item] ? -1 : 1
      let isLastOfTies = place + 1 == order.count || scores[order[place + 1]] > scores[item]
      if isLastOfTies, correct > best.correct { best = (scores[item], correct) }
    }
    value = best.value
    accuracy = scores.isEmpty ? .nan : Double(best.correct) / Double(scores.count)
  }

  /// Whether each prediction is right.
  public func isRight(scores: [Double], labels: [Bool]) -> [Bool] {
    zip(scores, labels).map { ($0 > value) == $1 }
  }
}
