/// The metrics of predictions against a hedge, by the names used in files and tables.
///
/// All are means over rows of exact probabilities, not of sampled answers.
public enum HedgeMetric: String, CaseIterable, Sendable {
  /// Distance of the mean prediction of a panel from the hedge, mean over panels by their rows.
  case distanceOfMean = "tv_mean"
  /// Mean distance of single predictions from the hedge.
  case meanDistance = "tv_individual"
  /// Mean KL(hedge ‖ prediction), nats; undefined (NaN) for a hedge that is not unique.
  case divergence = "kl_from_hedge"
  /// Mean Jensen-Shannon divergence, nats; undefined (NaN) for a hedge that is not unique.
  case jensenShannon = "js"
  /// Mean entropy of single predictions, nats.
  case entropy
  /// 1 - meanDistance / meanDistance in the most familiar bin: 1 is the hedge, 0 no reversion.
  case reversion
  /// Probability of the right option.
  case right
  /// Probability of abstaining.
  case abstain
  /// Probability of answering wrongly: the hallucination rate.
  case wrong
  /// right / (right + wrong): the accuracy of what is answered.
  case selectiveAccuracy = "selective_accuracy"
  /// P(the reference would be wrong | abstain).
  case abstentionPrecision = "abstention_precision"
  /// P(abstain | the reference would be wrong).
  case abstentionRecall = "abstention_recall"
  /// P(abstain | the reference would be right).
  case overRefusal = "over_refusal"
  /// Expected reward.
  case reward
  /// Expected reward of Chow's policy minus that of the predictions; needs known best chances.
  case regret

  /// The name for people.
  public var title: String {
    switch self {
    case .distanceOfMean: "distance of the mean prediction from the hedge"
    case .meanDistance: "mean distance of predictions from the hedge"
    case .divergence: "KL(hedge ‖ prediction), nats"
    case .jensenShannon: "Jensen-Shannon divergence from the hedge, nats"
    case .entropy: "entropy, nats"
    case .reversion: "reversion to the hedge"
    case .right: "right"
    case .abstain: "abstains"
    case .wrong: "wrong (hallucination rate)"
    case .selectiveAccuracy: "accuracy when answering"
    case .abstentionPrecision: "abstention precision"
    case .abstentionRecall: "abstention recall"
    case .overRefusal: "over-refusal"
    case .reward: "expected reward"
    case .regret: "regret against Chow's policy"
    }
  }

  /// This metric's place in a row of all metrics.
  var column: Int { Self.columns[self, default: 0] }

  private static let columns = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
