public import TextFiles

/// One of the scores, with its direction.
public enum ICLTScore: String, Sendable, CaseIterable {
  /// See `ICLTScores.minimumEntropy`.
  case minimumEntropy = "minimum_entropy"
  /// See `ICLTScores.weightedEntropy`.
  case weightedEntropy = "weighted_entropy"
  /// See `ICLTScores.mutualInformation`.
  case mutualInformation = "mutual_information"
  /// See `ICLTScores.fullMutualInformation`.
  case fullMutualInformation = "full_mutual_information"
  /// See `ICLTScores.probabilityNorm`.
  case probabilityNorm = "probability_norm"
  /// See `ICLTScores.lift`.
  case lift

  /// The score in words.
  public var name: String {
    switch self {
    case .minimumEntropy: "minimum entropy"
    case .weightedEntropy: "weighted entropy"
    case .mutualInformation: "mutual information among hints"
    case .fullMutualInformation: "mutual information"
    case .probabilityNorm: "probability norm"
    case .lift: "lift"
    }
  }

  /// Whether high values speak for aleatoric uncertainty, the positive class; fixed, never learnt.
  public var isHighWhenAleatoric: Bool {
    switch self {
    case .minimumEntropy, .weightedEntropy: true
    case .mutualInformation, .fullMutualInformation, .probabilityNorm, .lift: false
    }
  }
}

/// What the test found at one position of one document.
public struct ICLTResult: Sendable, Equatable {
  /// Name of the document.
  public let document: String
  /// The position: the distribution after tokens 0...position.
  public let position: Int
  /// Entropy before any hint, in nats: the baseline every score has to beat.
  public let originalEntropy: Double
  /// Hints as they were shown.
  public let hints: [[Int32]]
  /// Probabilities of the candidates, in the order of the hints.
  public let probabilities: [Double]
  /// The scores.
  public let scores: ICLTScores

  /// A score as defined.
  public subscript(score: ICLTScore) -> Double {
    switch score {
    case .minimumEntropy: scores.minimumEntropy
    case .weightedEntropy: scores.weightedEntropy
    case .mutualInformation: scores.mutualInformation
    case .fullMutualInformation: scores.fullMutualInformation
    case .probabilityNorm: scores.probabilityNorm
    case .lift: scores.lift
    }
  }

  /// A score with the sign that makes higher = more likely aleatoric, for AUROC and for thresholds
  /// tuned on validation data (`DecisionThreshold`).
  public func aleatoricScore(_ score: ICLTScore) -> Double {
    score.isHighWhenAleatoric ? self[score] : -self[score]
  }

  /// The label-free verdict: aleatoric unless some hint took away half of the entropy,
  /// min_j H(q_j) >= H(p) / 2. Half lies midway between a model that copies a hint outright (0) and
  /// one that ignores all of them (H(p)), so it needs neither labels nor a band.
  public var isAleatoric: Bool { scores.minimumEntropy >= originalEntropy / 2 }

  /// The result as one JSON object; entropies in nats.
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("document", .string(document)), ("position", .integer(Int64(position))),
      ("original_entropy", .number(originalEntropy)),
      ("hints", .array(hints.map { .array($0.map { .integer(Int64($0)) }) })),
      ("probabilities", .array(probabilities.map(JSONValue.number))),
      ("hint_entropies", .array(scores.hintEntropies.map(JSONValue.number))),
      ("copy_probabilities", .array(scores.copyProbabilities.map(JSONValue.number))),
    ]
    members += ICLTScore.allCases.map { ($0.rawValue, .number(self[$0])) }
    members.append(("aleatoric", .bool(isAleatoric)))
    return .object(JSONObject(members))
  }
}
