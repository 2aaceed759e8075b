extension RandomGenerator {
  /// A number in [0, 1): the top 53 bits of one draw times 2^-53.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A standard normal number: the normal quantile of a uniform number in the open (0, 1).
  ///
  /// One draw a number, so streams stay aligned whatever is drawn in between.
  public mutating func normal() -> Double {
    NormalDistribution.quantile((Double(next() >> 11) + 0.5) * 0x1p-53)
  }

  /// A whole number in 0 ..< `bound`, each equally likely (Lemire 2019, with rejection).
  ///
  /// Traps when `bound` is not positive.
  @inline(__always)
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "a random integer needs a positive bound")
    let limit = UInt64(bound)
    var product = next().multipliedFullWidth(by: limit)
    if product.low < limit {
      let threshold = (0 &- limit) % limit
      while product.low < threshold {
        product = next().multipliedFullWidth(by: limit)
      }
    }
    return Int(product.high)
  }

  /// Puts the elements into random order (Fisher and Yates, from the last place down).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var place = elements.count - 1
    while place > 0 {
      elements.swapAt(place, integer(below: place + 1))
      place -= 1
    }
  }

  /// The numbers 0 ..< `count` in random order.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }
}
