import Foundation

/// ln Σ e^x of some numbers, without overflow; minus infinity for none.
package func logSumExp(_ values: some Collection<Double>) -> Double {
  guard let largest = values.max(), largest > -.infinity else { return -.infinity }
  return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
}

/// Probabilities in proportion to e^x, without overflow.
package func softmax(_ logits: [Double]) -> [Double] {
  let largest = logits.max() ?? 0
  let scores = logits.map { exp($0 - largest) }
  let total = scores.reduce(0, +)
  return scores.map { $0 / total }
}

/// Shannon entropy -Σ p ln p in nats, with 0 ln 0 = 0; never below 0, where rounding could put it.
package func entropy(_ probabilities: [Double]) -> Double {
  var sum = 0.0
  for probability in probabilities where probability > 0 { sum -= probability * log(probability) }
  return max(0, sum)
}
