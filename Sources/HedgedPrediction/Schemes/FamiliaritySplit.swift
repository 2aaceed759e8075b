/// Which examples count as unfamiliar: those whose score lies above a threshold.
public struct FamiliaritySplit: Sendable, Equatable {
  /// How the threshold is found.
  public enum Rule: Sendable, Equatable {
    /// Unfamiliar is what scores strictly above this number.
    case above(Double)
    /// Unfamiliar is this share of the examples, those with the highest scores; equal scores stay
    /// together on the familiar side, so the realised share may be smaller.
    case topShare(Double)
  }

  /// The rule that was asked for.
  public let rule: Rule
  /// The threshold: unfamiliar is strictly above.
  public let threshold: Double
  /// Whether each example is unfamiliar.
  public let isUnfamiliar: [Bool]
  /// How many examples score exactly the threshold; they are familiar.
  public let ties: Int

  /// Splits examples by unfamiliarity score, higher = less familiar.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` without examples, for a score that is missing
  ///   (NaN) or not finite, and when no example is unfamiliar;
  ///   ``HedgedPredictionError/badSetting(_:)`` for a share outside 0...1. O(n log n).
  public init(scores: [Double], rule: Rule) throws {
    guard !scores.isEmpty else {
      throw HedgedPredictionError.badData("There are no examples to split by familiarity.")
    }
    if let place = scores.firstIndex(where: { !$0.isFinite }) {
      throw HedgedPredictionError.badData(
        "Example \(place) has no familiarity score (found \(scores[place])). "
          + "Every example needs a finite number; score the examples first.")
    }
    self.rule = rule
    switch rule {
    case .above(let threshold):
      self.threshold = threshold
    case .topShare(let share):
      guard share > 0, share <= 1 else {
        throw HedgedPredictionError.badSetting(
          "The unfamiliar share must lie above 0 and be at most 1; found \(share).")
      }
      let falling = scores.sorted(by: >)
      let wanted = Int((share * Double(scores.count)).rounded())
      threshold = wanted >= scores.count ? -.infinity : falling[max(wanted, 0)]
    }
    let threshold = threshold
    isUnfamiliar = scores.map { $0 > threshold }
    ties = scores.count { $0 == threshold }
    guard isUnfamiliar.contains(true) else {
      throw HedgedPredictionError.badData(
        "No example is unfamiliar: none of \(scores.count) scores lies above \(fixed(threshold, 4)) "
          + "(highest \(fixed(scores.max() ?? .nan, 4)), \(ties) at the threshold). "
          + "Lower the threshold or raise the share.")
    }
  }

  /// The number of unfamiliar examples.
  public var unfamiliarCount: Int { isUnfamiliar.count { $0 } }

  /// The share of unfamiliar examples that came out.
  public var realizedShare: Double { Double(unfamiliarCount) / Double(isUnfamiliar.count) }
}
