import Foundation

extension RandomGenerator {
  /// How many of `trials` independent events of chance `probability` happen, exactly distributed.
  ///
  /// Few expected events: sums of geometric gaps. Otherwise Hörmann's transformed rejection with
  /// squeeze (BTRS 1993). Constant expected cost, whatever the number of trials. Traps when
  /// `trials` is negative or `probability` is outside [0, 1].
  public mutating func binomial(trials: Int, probability: Double) -> Int {
    precondition(trials >= 0, "the number of trials cannot be negative")
    precondition((0...1).contains(probability), "a chance lies in [0, 1]")
    if probability > 0.5 {
      return trials - binomial(trials: trials, probability: 1 - probability)
    }
    guard trials > 0, probability > 0 else { return 0 }
    return Double(trials) * probability < 10
      ? binomialByGaps(trials, probability)
      : binomialByRejection(Double(trials), probability)
  }

  /// Gaps between events are geometric: ceil(log U / log(1 - p)).
  private mutating func binomialByGaps(_ trials: Int, _ probability: Double) -> Int {
    let scale = log1p(-probability)
    var place = 0.0
    var events = -1
    while place <= Double(trials) {
      events += 1
      place += max(1, (log(1 - uniform()) / scale).rounded(.up))
    }
    return events
  }

  /// Needs trials * probability >= 10 and probability <= 1/2.
  private mutating func binomialByRejection(_ n: Double, _ p: Double) -> Int {
    let deviation = (n * p * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * deviation
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let centre = n * p + 0.5
    let squeeze = 0.92 - 4.2 / b
    let odds = p / (1 - p)
    let alpha = (2.83 + 5.1 / b) * deviation
    let mode = ((n + 1) * p).rounded(.down)
    while true {
      let u = uniform() - 0.5
      let v = 1 - uniform()
      let distance = 0.5 - abs(u)
      let k = ((2 * a / distance + b) * u + centre).rounded(.down)
      if distance >= 0.07, v <= squeeze { return Int(k) }
      guard k >= 0, k <= n else { continue }
      let height = log(v * alpha / (a / (distance * distance) + b))
      // Log of the binomial probability of k over that of the mode, by Stirling's series.
      let ratio =
        (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1)))
        + (n + 1) * log((n - mode + 1) / (n - k + 1))
        + (k + 0.5) * log(odds * (n - k + 1) / (k + 1))
        + stirlingRemainder(mode) + stirlingRemainder(n - mode)
        - stirlingRemainder(k) - stirlingRemainder(n - k)
      if height <= ratio { return Int(k) }
    }
  }
}

/// log(k!) minus Stirling's formula log(√(2π)) + (k + 1/2) log(k + 1) - (k + 1).
private func stirlingRemainder(_ k: Double) -> Double {
  if k < Double(smallRemainders.count) { return smallRemainders[Int(k)] }
  let square = (k + 1) * (k + 1)
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1)
}

private let smallRemainders: [Double] = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
  0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720,
  0.00925546218271273, 0.00833056343336287,
]
