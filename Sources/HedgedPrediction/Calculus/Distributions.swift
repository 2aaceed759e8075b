import Foundation
import Statistics

/// A target over an answer space and how much it weighs.
public struct WeightedTarget: Sendable, Equatable {
  /// One number a place, non-negative, summing to 1.
  public var distribution: [Double]
  /// The weight of the example, non-negative.
  public var weight: Double

  /// A target; its weight is 1 unless given.
  public init(_ distribution: [Double], weight: Double = 1) {
    (self.distribution, self.weight) = (distribution, weight)
  }
}

/// Distances between distributions over the same places, all 0 when they are equal.
public enum Divergence {
  /// Total variation, half the sum of absolute differences, in 0...1.
  public static func totalVariation(_ p: [Double], _ q: [Double]) -> Double {
    precondition(p.count == q.count, "Distributions over the same places are needed.")
    var sum = 0.0
    for place in p.indices { sum += abs(p[place] - q[place]) }
    return sum / 2
  }

  /// Kullback-Leibler divergence KL(p ‖ q) in nats; infinite where q is 0 and p is not.
  public static func kullbackLeibler(_ p: [Double], _ q: [Double]) -> Double {
    precondition(p.count == q.count, "Distributions over the same places are needed.")
    var sum = 0.0
    for place in p.indices where p[place] > 0 { sum += p[place] * log(p[place] / q[place]) }
    return max(0, sum)
  }

  /// Jensen-Shannon divergence in nats, in 0...ln 2.
  public static func jensenShannon(_ p: [Double], _ q: [Double]) -> Double {
    let middle = zip(p, q).map { ($0 + $1) / 2 }
    return (kullbackLeibler(p, middle) + kullbackLeibler(q, middle)) / 2
  }

  /// Entropy in nats.
  public static func entropy(_ p: [Double]) -> Double { Statistics.entropy(p) }
}

/// Throws unless the numbers are a distribution over `places` places, to 1e-6.
func checkDistribution(_ values: [Double], places: Int, name: String) throws {
  guard values.count == places else {
    throw HedgedPredictionError.badData(
      "\(name) has \(values.count) numbers, but there are \(places) answers.")
  }
  let sum = values.reduce(0, +)
  guard values.allSatisfy({ $0 >= 0 && $0.isFinite }), abs(sum - 1) <= 1e-6 else {
    throw HedgedPredictionError.badData(
      "\(name) is not a distribution: its numbers must be at least 0 and sum to 1 (found \(sum)).")
  }
}

/// A number with a fixed count of decimals, for sentences.
func fixed(_ value: Double, _ decimals: Int) -> String {
  String(format: "%.\(decimals)f", value)
}

/// A number without needless decimals: 2, -1.75.
func shortest(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
}
