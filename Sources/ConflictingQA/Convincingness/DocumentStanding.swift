/// How convincing one document was in its comparisons.
public struct DocumentStanding: Sendable, Equatable {
  /// Fewer opponents than this make a win rate too noisy to read (the paper reports from 5 on).
  public static let fullOpponents = 5

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
  /// How many opponents it met.
  public var opponents: Int
  /// Smallest and largest soft win rate when one opponent is left out; NaN for a single opponent.
  public var leaveOneOut: (low: Double, high: Double)
  /// Strength in the Bradley-Terry model among the documents of its side, nats; they sum to zero.
  public var theta: Double

  /// Whether it met fewer than five opponents.
  public var hasFewOpponents: Bool { opponents < Self.fullOpponents }

  public static func == (left: Self, right: Self) -> Bool {
    left.documentID == right.documentID && left.questionID == right.questionID
      && left.stance == right.stance && left.softWinRate == right.softWinRate
      && left.hardWinRate == right.hardWinRate && left.opponents == right.opponents
      && left.leaveOneOut == right.leaveOneOut && left.theta == right.theta
  }
}

extension DocumentStanding {
  /// The standings of all documents of some comparisons, by question, stance and document id.
  public static func all(_ scores: [PairScore], fit: BradleyTerry.Fit) -> [DocumentStanding] {
    var met: [DocumentKey: [PairScore]] = [:]
    for score in scores {
      for stance in Stance.allCases { met[DocumentKey(score, stance), default: []].append(score) }
    }
    return met.keys.sorted().map { key in
      let own = met[key, default: []]
      let soft = own.map { $0.softWin(of: key.stance) }
      let sum = soft.reduce(0, +)
      let hard = own.map { $0.hardWin(of: key.stance) }
      let count = Double(own.count)
      let without = own.count > 1 ? soft.map { (sum - $0) / (count - 1) } : []
      return DocumentStanding(
        documentID: key.document, questionID: key.question, stance: key.stance,
        softWinRate: sum / count, hardWinRate: hard.reduce(0, +) / count, opponents: own.count,
        leaveOneOut: (without.min() ?? .nan, without.max() ?? .nan),
        theta: fit.theta[key] ?? .nan)
    }
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
