import Foundation

/// The probability whose log-odds are `logit`: 1 / (1 + exp(-logit)), without overflow.
public func probability(ofLogit logit: Double) -> Double {
  guard logit < 0 else { return 1 / (1 + exp(-logit)) }
  let odds = exp(logit)
  return odds / (1 + odds)
}

/// The log-odds log(p / (1 - p)) of a probability, clipped to [2^-52, 1 - 2^-52] first so that it
/// is finite (at most 36.04 in size).
public func logit(ofProbability probability: Double) -> Double {
  let clipped = min(max(probability, 0x1p-52), 1 - 0x1p-52)
  return log(clipped) - log1p(-clipped)
}

/// log(1 + exp(x)) without overflow or cancellation.
package func softplus(_ x: Double) -> Double {
  max(x, 0) + log1p(exp(-abs(x)))
}
