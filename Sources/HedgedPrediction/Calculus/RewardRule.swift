/// What a policy is paid for an answer: right, wrong, or none.
public struct RewardRule: Sendable, Equatable {
  /// The reward of a right answer.
  public let right: Double
  /// The reward of a wrong answer.
  public let wrong: Double
  /// The reward of abstaining; nil when the policy has to answer.
  public let abstain: Double?

  /// A rule such as +2, -3, 0.
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)`` when being right does not pay more than
  ///   being wrong, or a number is not finite.
  public init(right: Double, wrong: Double, abstain: Double?) throws {
    let numbers = [right, wrong, abstain ?? 0]
    guard numbers.allSatisfy(\.isFinite), right > wrong else {
      throw HedgedPredictionError.badSetting(
        "A right answer must earn more than a wrong one; found \(right) and \(wrong).")
    }
    (self.right, self.wrong, self.abstain) = (right, wrong, abstain)
  }

  private init(unchecked right: Double, _ wrong: Double, _ abstain: Double?) {
    (self.right, self.wrong, self.abstain) = (right, wrong, abstain)
  }

  /// The paper's rewards of a right and a wrong answer, +2 and -3, with any reward of abstaining.
  public static func paper(abstain: Double?) -> RewardRule {
    RewardRule(unchecked: 2, -3, abstain)
  }

  /// The expected reward of an answer that is right with this probability:
  /// wrong + (right - wrong) p.
  public func value(ofAnswerRightWith probability: Double) -> Double {
    wrong + (right - wrong) * probability
  }

  /// The expected reward of a blind guess among `options` equally likely ones; abstaining is the
  /// hedge exactly when it earns more than this.
  public func guessValue(options: Int) -> Double {
    precondition(options > 0, "A guess needs options.")
    return value(ofAnswerRightWith: 1 / Double(options))
  }

  /// Chow's threshold p* = (abstain - wrong) / (right - wrong): answer when the chance of being right
  /// is above it (Chow 1970). At or below 0: always answer; at or above 1: never. Nil without
  /// abstention.
  public var chowThreshold: Double? {
    abstain.map { ($0 - wrong) / (right - wrong) }
  }

  /// Whether the best policy abstains when its best answer is right with this probability.
  public func abstains(probabilityRight: Double) -> Bool {
    guard let abstain else { return false }
    return abstain > value(ofAnswerRightWith: probabilityRight)
  }

  /// The expected reward of the best policy that knows its chance of being right (Chow's).
  public func chowValue(probabilityRight: Double) -> Double {
    max(value(ofAnswerRightWith: probabilityRight), abstain ?? -.infinity)
  }

  /// The expected reward of every place of the answer space, when the truth has this distribution
  /// over it: wrong + (right - wrong) P(true), and the fixed reward of abstaining.
  public func values(ofTruth distribution: [Double], in space: AnswerSpace) -> [Double] {
    precondition(
      distribution.count == space.count, "A distribution has one number a place of its space.")
    return distribution.indices.map { place in
      place == space.abstain ? abstain ?? wrong : value(ofAnswerRightWith: distribution[place])
    }
  }

  /// The rule in words: `right +2, wrong -3, abstain 0`.
  public var text: String {
    func signed(_ value: Double) -> String { value > 0 ? "+\(shortest(value))" : shortest(value) }
    let rest = abstain.map { ", abstain \(signed($0))" } ?? ""
    return "right \(signed(right)), wrong \(signed(wrong))\(rest)"
  }
}
