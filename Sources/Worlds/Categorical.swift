import Foundation
import Statistics

/// A distribution over 0 ..< n.
struct Categorical: Sendable {
  let probabilities: [Double]
  private let cumulative: [Double]

  /// Normalises the weights; traps unless they are non-negative with a positive, finite sum.
  init(weights: [Double]) {
    let total = weights.reduce(0, +)
    precondition(
      total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 },
      "a distribution needs non-negative weights that are not all zero")
    probabilities = weights.map { $0 / total }
    var sum = 0.0
    cumulative = probabilities.map { probability in
      sum += probability
      return sum
    }
  }

  var count: Int { probabilities.count }

  /// Zipf's law over n ranks: weights 1 / rank^exponent (exponent 0 is even).
  static func zipf(_ count: Int, exponent: Double) -> Categorical {
    Categorical(weights: (1...count).map { pow(Double($0), -exponent) })
  }

  /// Draws one number; O(log n), one draw of the generator.
  func draw(_ random: inout RandomGenerator) -> Int {
    let point = random.uniform()
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > point { high = middle } else { low = middle + 1 }
    }
    // Rounding can leave the last sum below 1; never give what cannot happen.
    while probabilities[low] == 0 { low -= 1 }
    return low
  }
}
