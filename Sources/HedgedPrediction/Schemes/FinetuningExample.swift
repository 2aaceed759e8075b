/// A question with its truth and how unfamiliar it is: what a scheme sees.
public struct FinetuningExample: Sendable, Equatable {
  /// The place of the right option.
  public var truth: Int
  /// The unfamiliarity score, higher = less familiar.
  public var score: Double

  /// A question of a finetuning set.
  public init(truth: Int, score: Double) { (self.truth, self.score) = (truth, score) }

  /// Joins truths and scores.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` when there is not one score a truth or a truth
  ///   lies outside the options.
  public static func joined(truths: [Int], scores: [Double]?, space: AnswerSpace) throws
    -> [FinetuningExample]
  {
    guard let scores, scores.count == truths.count else {
      throw HedgedPredictionError.badData(
        scores.map { "There are \($0.count) familiarity scores for \(truths.count) examples." }
          ?? "The examples have no column of familiarity scores; score them first.")
    }
    if let place = truths.firstIndex(where: { !space.options.indices.contains($0) }) {
      throw HedgedPredictionError.badData(
        "The label of example \(place) is \(truths[place]), but options are numbered "
          + "0...\(space.options.count - 1).")
    }
    return zip(truths, scores).map(FinetuningExample.init)
  }
}

/// A finetuning example after supervision: what a trainer needs to know of it.
public struct SupervisedExample: Sendable, Equatable {
  /// Which example of the finetuning set this is; dropped ones are replaced by others.
  public var source: Int
  /// The place of the right option once options are placed; equals the original truth unless the
  /// scheme restricts positions.
  public var truth: Int
  /// The target, one number a place of the answer space.
  public var target: [Double]
  /// The weight of the loss.
  public var weight: Double
  /// Whether the example is unfamiliar.
  public var isUnfamiliar: Bool
  /// Whether the scheme changed it.
  public var isChanged: Bool
}
