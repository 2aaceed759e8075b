import Foundation

/// ln Σ e^z.
func logSumExp(_ logits: some Sequence<Double>) -> Double {
  let values = Array(logits)
  guard let largest = values.max(), largest > -.infinity else { return -.infinity }
  return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
}
