/// p-values adjusted for having looked at several at once; compare them with the level as they are.
public enum MultipleTesting {
  /// Holm's step-down procedure (1979): bounds the chance of even one false discovery.
  ///
  /// The k-th smallest of m becomes max over j ≤ k of min(1, (m - j + 1) p_j). In the order given.
  public static func holm(_ pValues: [Double]) -> [Double] {
    let count = Double(pValues.count)
    var largest = 0.0
    return adjust(pValues, order: pValues.indices.sorted { pValues[$0] < pValues[$1] }) {
      place, p in
      largest = max(largest, min(1, (count - Double(place)) * p))
      return largest
    }
  }

  /// Benjamini and Hochberg's step-up procedure (1995): bounds the expected share of false ones among
  /// the discoveries, for independent or positively dependent tests.
  ///
  /// The k-th smallest of m becomes min over j ≥ k of min(1, m p_j / j). In the order given.
  public static func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
    let count = Double(pValues.count)
    var smallest = 1.0
    return adjust(pValues, order: pValues.indices.sorted { pValues[$0] > pValues[$1] }) {
      place, p in
      smallest = min(smallest, count / (count - Double(place)) * p)
      return smallest
    }
  }

  private static func adjust(
    _ pValues: [Double], order: [Int], _ adjusted: (Int, Double) -> Double
  ) -> [Double] {
    precondition(
      pValues.allSatisfy { (0...1).contains($0) }, "p-values to adjust lie in [0, 1]")
    var result = pValues
    for (place, index) in order.enumerated() { result[index] = adjusted(place, pValues[index]) }
    return result
  }
}
