import Foundation
import Statistics
import Testing

@Suite struct DrawTests {
  /// Chi-square of observed against expected counts, in standard deviations above its mean.
  private func excess(_ observed: [Int], expected: [Double]) -> Double {
    var sum = 0.0
    for (count, mean) in zip(observed, expected) {
      sum += (Double(count) - mean) * (Double(count) - mean) / mean
    }
    let freedom = Double(observed.count - 1)
    return (sum - freedom) / (2 * freedom).squareRoot()
  }

  @Test func uniformStaysInTheHalfOpenInterval() {
    var generator = RandomGenerator(seed: 1)
    let values = (0..<20_000).map { _ in generator.uniform() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(Sample.mean(values) - 0.5) < 0.01)
    #expect(abs(Sample.variance(values) - 1.0 / 12) < 0.002)
  }

  @Test func normalHasTheRightMomentsAndTails() {
    var generator = RandomGenerator(seed: 2)
    let values = (0..<40_000).map { _ in generator.normal() }
    #expect(abs(Sample.mean(values)) < 0.02)
    #expect(abs(Sample.variance(values) - 1) < 0.03)
    #expect(abs(Double(values.count { abs($0) > 1.959963984540054 }) / 40_000 - 0.05) < 0.005)
  }

  @Test(arguments: [1, 2, 3, 7, 10, 64, 1000])
  func integersAreEquallyLikely(bound: Int) {
    var generator = RandomGenerator(seed: 3)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<(100 * bound) { counts[generator.integer(below: bound)] += 1 }
    #expect(counts.reduce(0, +) == 100 * bound)
    if bound > 1 {
      #expect(excess(counts, expected: [Double](repeating: 100, count: bound)) < 4)
    }
  }

  @Test func integersReachTheLargestBound() {
    var generator = RandomGenerator(seed: 4)
    let values = (0..<100).map { _ in generator.integer(below: .max) }
    #expect(values.allSatisfy { $0 >= 0 && $0 < .max })
    #expect(values.contains { $0 > .max / 2 })
  }

  @Test func shufflingKeepsTheElementsAndReachesEveryOrder() {
    var generator = RandomGenerator(seed: 5)
    var seen: [[Int]: Int] = [:]
    for _ in 0..<6000 { seen[generator.permutation(3), default: 0] += 1 }
    #expect(seen.count == 6)
    #expect(excess(Array(seen.values), expected: [Double](repeating: 1000, count: 6)) < 4)
    #expect(generator.permutation(100).sorted() == Array(0..<100))
    #expect(generator.permutation(0).isEmpty)
  }

  /// Few expected events use gaps, many use rejection; above 1/2 both are mirrored.
  @Test(arguments: [
    (1, 0.3), (12, 0.02), (40, 0.2), (40, 0.25), (40, 0.5), (1000, 0.011), (400, 0.9), (60, 0.99),
  ])
  func binomialFollowsItsProbabilities(trials: Int, probability: Double) {
    var generator = RandomGenerator(seed: 6)
    let draws = 20_000
    var counts = [Int](repeating: 0, count: trials + 1)
    for _ in 0..<draws { counts[generator.binomial(trials: trials, probability: probability)] += 1 }
    let n = Double(trials)
    let expected = (0...trials).map { events in
      let k = Double(events)
      let ways: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
      let chance: Double = k * log(probability) + (n - k) * log(1 - probability)
      return Double(draws) * exp(ways + chance)
    }
    let common = expected.indices.filter { expected[$0] >= 5 }
    let rare = Double(draws) - common.reduce(0) { $0 + expected[$1] }
    let seenRare = draws - common.reduce(0) { $0 + counts[$1] }
    #expect(excess(common.map { counts[$0] }, expected: common.map { expected[$0] }) < 4)
    #expect(abs(Double(seenRare) - rare) < 5 * (rare + 5).squareRoot())
  }

  @Test func binomialAtTheEnds() {
    var generator = RandomGenerator(seed: 7)
    #expect(generator.binomial(trials: 0, probability: 0.4) == 0)
    #expect(generator.binomial(trials: 1_000_000, probability: 0) == 0)
    #expect(generator.binomial(trials: 1_000_000, probability: 1) == 1_000_000)
    let large = generator.binomial(trials: 1_000_000_000, probability: 0.25)
    #expect(abs(large - 250_000_000) < 100_000)
  }
}
