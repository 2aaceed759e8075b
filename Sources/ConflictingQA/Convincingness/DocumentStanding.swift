import Statistics

/// How convincing one document was in its comparisons.
public struct DocumentStanding: Sendable {
  /// The document.
  public var documentID: String
  /// Its question.
  public var questionID: String
  /// Its side.
  public var stance: Stance
  /// Mean over opponents of the probability of its answer, order taken out.
  public var softWinRate: Double
  /// Share of opponents against which its answer was the likelier one.
  public var hardWinRate: Double
  /// How many opponents it met in comparisons that count.
  public var opponents: Int
  /// Smallest and largest soft win rate when one opponent is left out; NaN for a single opponent.
  public var leaveOneOut: (low: Double, high: Double)
  /// Strength in the Bradley-Terry model among the documents of its side, nats; they sum to zero. NaN
  /// where no model was fitted.
  public var theta: Double

  /// Whether it met too few opponents for its rates to be read without a mark.
  public var hasFewOpponents: Bool { opponents < WinRates.reportedOpponents }

  /// The standing of a document that won so far in each of its comparisons, at least one.
  init(_ key: DocumentKey, wins: [(soft: Double, hard: Double)], theta: Double) {
    (documentID, questionID, stance) = (key.document, key.question, key.stance)
    let soft = wins.map(\.soft)
    let count = Double(wins.count)
    softWinRate = Sample.mean(soft)
    hardWinRate = Sample.mean(wins.map(\.hard))
    opponents = wins.count
    let sum = softWinRate * count
    let without = wins.count > 1 ? soft.map { (sum - $0) / (count - 1) } : []
    leaveOneOut = (without.min() ?? .nan, without.max() ?? .nan)
    self.theta = theta
  }
}

/// A document of a side of a question, in the order in which results are listed.
public struct DocumentKey: Sendable, Hashable, Comparable {
  /// The question.
  public var question: String
  /// The side.
  public var stance: Stance
  /// The document.
  public var document: String

  /// The document of a side in a comparison.
  public init(_ score: PairScore, _ stance: Stance) {
    (question, self.stance, document) = (score.questionID, stance, score.documentID(stance))
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.question, left.stance == .yes ? 0 : 1, left.document)
      < (right.question, right.stance == .yes ? 0 : 1, right.document)
  }
}
