import Statistics

/// How classes are made equally frequent, so that a probe cannot win by counting.
public enum LabelBalance: String, Sendable, CaseIterable {
  /// Not at all: natural prevalence.
  case none
  /// Equal numbers of every class.
  case classes = "class"
  /// Equal numbers of every class for each id of the token read last (the paper's): ids that occur in
  /// one class only vanish.
  case tokens = "token"
  /// The same within narrow bands of the small model's entropy, so that entropy says nothing either.
  case tokensAndEntropy = "token-entropy"
}

/// How positions are balanced.
public struct BalanceOptions: Sendable, Equatable {
  /// What is made equal.
  public var balance: LabelBalance
  /// Width in nats of the entropy bands of `.tokensAndEntropy`.
  public var entropyBand: Double
  /// Whether counts match exactly; otherwise each position is kept with its own chance, as in the
  /// paper, and counts match on average.
  public var isExact: Bool
  /// The seed of the draws.
  public var seed: UInt64

  /// The paper's balancing unless said otherwise.
  public init(
    balance: LabelBalance = .tokens, entropyBand: Double = 0.25, isExact: Bool = false,
    seed: UInt64 = 42
  ) {
    self.balance = balance
    self.entropyBand = entropyBand
    self.isExact = isExact
    self.seed = seed
  }

  /// The items that stay; `strata` and `classes` hold one number an item.
  ///
  /// A position of class c in stratum t stays with chance min over c' of count[c'][t] / count[c][t];
  /// then the larger classes are thinned to the smallest by the ratio of their sizes. Draws come in
  /// item order from `RandomGenerator(seed: seed).child("balance").child(part)`.
  func balance(strata: [Int64], classes: [UInt8], classCount: Int, part: String) -> [Int] {
    guard balance != .none else { return Array(classes.indices) }
    var generator = RandomGenerator(seed: seed).child("balance").child(part)
    let within = thin(
      Array(classes.indices), strata: strata, classes: classes, classCount, &generator)
    // Exact strata leave classes exactly equal.
    if isExact { return within }
    let one = [Int64](repeating: 0, count: classes.count)
    return thin(within, strata: one, classes: classes, classCount, &generator)
  }

  private func thin(
    _ items: [Int], strata: [Int64], classes: [UInt8], _ classCount: Int,
    _ generator: inout RandomGenerator
  ) -> [Int] {
    var numbers: [Int64: Int] = [:]
    let stratum = items.map { item in
      if let number = numbers[strata[item]] { return number }
      numbers[strata[item]] = numbers.count
      return numbers.count - 1
    }
    var counts = [Int](repeating: 0, count: numbers.count * classCount)
    for (place, item) in items.enumerated() {
      counts[stratum[place] * classCount + Int(classes[item])] += 1
    }
    let wanted = (0..<numbers.count).map { number in
      counts[number * classCount..<(number + 1) * classCount].min() ?? 0
    }
    // Exact matching is selection sampling: the chance follows what is still needed and left.
    var needed = wanted.flatMap { [Int](repeating: $0, count: classCount) }
    var left = counts
    return items.enumerated().compactMap { place, item in
      let cell = stratum[place] * classCount + Int(classes[item])
      let keeps = generator.uniform() * Double(left[cell]) < Double(needed[cell])
      if isExact {
        left[cell] -= 1
        if keeps { needed[cell] -= 1 }
      }
      return keeps ? item : nil
    }
  }
}
