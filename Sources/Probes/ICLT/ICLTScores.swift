import Statistics

/// What k hints did to the next-token distribution, in numbers.
///
/// x_1...x_k are the first tokens of the hints, p the distribution before them, q_j the one after
/// hint j and the repeated context, w_j = p(x_j) / Σ p(x_i). All logarithms are natural. In controls
/// p(x_j) is that of the candidate in whose place x_j stands.
public struct ICLTScores: Sendable, Equatable {
  /// min_j H(q_j), the paper's main score. Low = epistemic: the model believed a hint. From 0 (a
  /// hint is copied outright) to about H(p) (hints change nothing).
  public let minimumEntropy: Double
  /// Σ w_j H(q_j). Low = epistemic.
  public let weightedEntropy: Double
  /// I(X; Y) in nats, X a hint drawn by w, Y a token among x_1...x_k with every q_j renormalised to
  /// those, as in the paper's code. High = epistemic. From 0 (all q_j alike) to H(X) (every hint is
  /// copied).
  public let mutualInformation: Double
  /// The same with Y over the whole vocabulary.
  public let fullMutualInformation: Double
  /// Σ p(x_j) q_j(x_j). High = epistemic.
  public let probabilityNorm: Double
  /// Mean over hints of the gain of x_j in probability, both distributions renormalised to
  /// x_1...x_k. High = epistemic.
  public let lift: Double
  /// H(q_j) of each hint.
  public let hintEntropies: [Double]
  /// q_j(x_j) of each hint: how far it was copied.
  public let copyProbabilities: [Double]

  /// Scores of k hints; `after` holds q_j in their order, `probabilities` p(x_j).
  init(tokens: [Int32], probabilities: [Double], after: [NextTokenDistribution]) {
    let total = probabilities.reduce(0, +)
    let weights = probabilities.map { $0 / total }
    var mixture = [Double](repeating: 0, count: after.first?.logits.count ?? 0)
    let entropies = zip(after, weights).map { $0.entropy(adding: $1, to: &mixture) }
    let copies = zip(after, tokens).map { elementaryExp($0.logProbability($1)) }
    let weighted = zip(weights, entropies).reduce(0) { $0 + $1.0 * $1.1 }
    hintEntropies = entropies
    copyProbabilities = copies
    minimumEntropy = entropies.min() ?? .nan
    weightedEntropy = weighted
    fullMutualInformation = max(0, entropy(mixture) - weighted)
    probabilityNorm = zip(probabilities, copies).reduce(0) { $0 + $1.0 * $1.1 }

    let restricted = after.map { row in
      softmax(tokens.map { row.logProbability($0) })
    }
    mutualInformation = ICLTScores.mutualInformation(weights, restricted)
    let gains = weights.indices.map { restricted[$0][$0] - weights[$0] }
    lift = Sample.mean(gains)
  }

  /// Σ_j w_j KL(rows_j || Σ_i w_i rows_i): never below 0 but for rounding.
  private static func mutualInformation(_ weights: [Double], _ rows: [[Double]]) -> Double {
    let columns = rows.first?.count ?? 0
    let mean = (0..<columns).map { column in
      zip(weights, rows).reduce(0) { $0 + $1.0 * $1.1[column] }
    }
    let sum = zip(weights, rows).reduce(0) { sum, pair in
      sum
        + pair.0
        * zip(pair.1, mean).reduce(0) { $1.0 > 0 ? $0 + $1.0 * elementaryLog($1.0 / $1.1) : $0 }
    }
    return max(0, sum)
  }
}
