import CKernels

/// Next-token probabilities from one row of logits, in float64.
struct NextTokenDistribution {
  /// One a token of the vocabulary.
  let logits: ArraySlice<Float>
  private let logSumExp: Double

  init(_ logits: ArraySlice<Float>) {
    self.logits = logits
    logSumExp = logits.withUnsafeBufferPointer { row in
      row.baseAddress.map { kn_log_sum_exp_f32($0, row.count) } ?? 0
    }
  }

  /// ln p of a token.
  func logProbability(_ token: Int32) -> Double {
    Double(logits[logits.startIndex + Int(token)]) - logSumExp
  }

  /// Entropy in nats; also adds `weight` · p to every place of `mixture`. O(vocabulary).
  func entropy(adding weight: Double, to mixture: inout [Double]) -> Double {
    var entropy = 0.0
    for (token, logit) in logits.enumerated() {
      let logProbability = Double(logit) - logSumExp
      let probability = elementaryExp(logProbability)
      guard probability > 0 else { continue }
      entropy -= probability * logProbability
      mixture[token] += weight * probability
    }
    return entropy
  }

  /// Entropy in nats.
  var entropy: Double {
    logits.reduce(0) { sum, logit in
      let logProbability = Double(logit) - logSumExp
      let probability = elementaryExp(logProbability)
      return probability > 0 ? sum - probability * logProbability : sum
    }
  }

  /// The tokens that a rule offers as hints, most likely first, of equals the lower id, with their
  /// probabilities.
  func candidates(_ rule: ICLTCandidateRule) -> [(token: Int32, probability: Double)] {
    let limit = min(rule.count, logits.count)
    var best: [(logit: Float, token: Int32)] = []
    for (token, logit) in logits.enumerated() {
      if best.count == limit, logit <= best[limit - 1].logit { continue }
      let place = best.firstIndex { logit > $0.logit } ?? best.count
      if best.count == limit { best.removeLast() }
      best.insert((logit, Int32(token)), at: place)
    }
    var sum = 0.0
    var chosen: [(token: Int32, probability: Double)] = []
    for (_, token) in best {
      let probability = elementaryExp(logProbability(token))
      let isWithinNucleus = rule.nucleus == 1 || sum < rule.nucleus  // a sum may round to 1 early
      guard chosen.isEmpty || (probability >= rule.floor && isWithinNucleus) else { break }
      chosen.append((token, probability))
      sum += probability
    }
    return chosen
  }
}
