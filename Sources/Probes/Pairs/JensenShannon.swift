/// The Jensen-Shannon divergence in nats of the distributions that two rows of logits stand for.
///
/// With m = (p + q) / 2: (KL(p || m) + KL(q || m)) / 2, 0 for equal distributions, ln 2 for disjoint
/// ones (Lin 1991). Taken over the first min(a, b) entries: rows beyond the smaller vocabulary are
/// padding. In double, from log-probabilities, so that neither large logits nor tiny probabilities
/// lose it; rounding is kept inside [0, ln 2].
func jensenShannon(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Double {
  let count = min(a.count, b.count)
  let (shiftA, shiftB) = (logSumExp(a[..<count]), logSumExp(b[..<count]))
  var sum = 0.0
  for k in 0..<count {
    let (logP, logQ) = (Double(a[k]) - shiftA, Double(b[k]) - shiftB)
    let (p, q) = (elementaryExp(logP), elementaryExp(logQ))
    let mean = (p + q) / 2
    // Below the smallest double both terms are nothing.
    guard mean > 0 else { continue }
    let logMean = elementaryLog(mean)
    if p > 0 { sum += p * (logP - logMean) }
    if q > 0 { sum += q * (logQ - logMean) }
  }
  return min(max(sum / 2, 0), elementaryLog(2))
}

/// The same for two lists of probabilities.
func jensenShannon(_ p: [Double], _ q: [Double]) -> Double {
  var sum = 0.0
  for (p, q) in zip(p, q) where p + q > 0 {
    let mean = (p + q) / 2
    if p > 0 { sum += p * elementaryLog(p / mean) }
    if q > 0 { sum += q * elementaryLog(q / mean) }
  }
  return min(max(sum / 2, 0), elementaryLog(2))
}

func logSumExp(_ logits: Slice<UnsafeBufferPointer<Float>>) -> Double {
  var largest = -Double.infinity
  for logit in logits { largest = max(largest, Double(logit)) }
  guard largest > -.infinity else { return largest }
  var sum = 0.0
  for logit in logits { sum += elementaryExp(Double(logit) - largest) }
  return largest + elementaryLog(sum)
}
