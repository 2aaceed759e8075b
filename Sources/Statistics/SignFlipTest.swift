import CKernels
import LinearAlgebra

/// Which departures from "the differences are symmetric around zero" count as evidence.
public enum Alternative: String, Sendable, CaseIterable {
  /// Either direction: |T*| ≥ |T|.
  case twoSided = "two-sided"
  /// The mean is above zero: T* ≥ T.
  case greater
  /// The mean is below zero: T* ≤ T.
  case less
}

/// A sign-flip permutation test of paired differences: if the two sides are exchangeable within a
/// pair, the sign of every difference is a fair coin.
///
/// With T the sum of the differences and T* the same with signs drawn anew,
/// p = (b + 1) / (m + 1), b the number of m draws at least as extreme (Phipson and Smyth 2010): never
/// zero and valid at any m. When the 2^k sign patterns of k clusters are no more than m, all of them
/// are counted instead and p = b / 2^k exactly. A draw within 64 ε Σ|d| of T counts as equal to it.
public struct SignFlipTest: Sendable, Equatable {
  /// The mean of the differences.
  public let mean: Double
  /// The chance of a mean at least this extreme if nothing but signs differed; NaN when there is no
  /// difference to judge or one is not finite.
  public let pValue: Double
  /// What counts as extreme.
  public let alternative: Alternative
  /// Sign patterns that were counted.
  public let patterns: Int
  /// Whether they were all there are.
  public let isExact: Bool
  /// The number of differences.
  public let count: Int
  /// The number of clusters; each flips as a whole.
  public let clusters: Int
}

/// Tests whether paired differences are symmetric around zero, flipping whole clusters.
///
/// Pattern number r is drawn from `RandomGenerator(seed: seed).child("sign flip").child(r)`: bit k of
/// draw w flips the sign of cluster 64 w + k among those whose sum is not zero. The result does not
/// depend on the number of threads. Traps when there is not one cluster number a difference or
/// `permutations` is not positive. O(permutations × clusters / 8), about 0.2 ns a flip of 8.
public func signFlipTest(
  _ differences: [Double], clusters: Clusters? = nil, alternative: Alternative = .twoSided,
  permutations: Int = 9999, seed: UInt64 = 0
) -> SignFlipTest {
  precondition(permutations > 0, "a permutation test needs at least one permutation")
  precondition(
    clusters == nil || clusters?.items == differences.count,
    "one cluster number a difference is needed")
  let sums = clusters.map { $0.sums(of: differences) } ?? differences
  // Zero has no sign to flip.
  let flips = SignFlips(sums.filter { $0 != 0 }, seed: seed)
  let isExact = flips.values.count < 63 && 1 << flips.values.count <= permutations
  let patterns = isExact ? 1 << flips.values.count : permutations
  var pValue = Double.nan
  if !differences.isEmpty, flips.size.isFinite {
    let extreme = flips.count(atLeastAsExtremeIn: patterns, isExact: isExact, alternative)
    pValue =
      isExact ? Double(extreme) / Double(patterns) : Double(extreme + 1) / Double(patterns + 1)
  }
  return SignFlipTest(
    mean: Sample.mean(differences), pValue: pValue, alternative: alternative, patterns: patterns,
    isExact: isExact, count: differences.count, clusters: sums.count)
}

/// Sums of values under random signs.
private struct SignFlips {
  let values: [Double]
  /// Σ|d|, the scale of rounding.
  let size: Double
  private let parent: RandomGenerator
  /// Patterns that are drawn and summed together.
  private static let rows = 32

  init(_ values: [Double], seed: UInt64) {
    self.values = values
    size = values.reduce(0) { $0 + abs($1) }
    parent = RandomGenerator(seed: seed).child("sign flip")
  }

  func count(
    atLeastAsExtremeIn patterns: Int, isExact: Bool, _ alternative: Alternative
  ) -> Int {
    let words = (values.count + 63) / 64
    // Everything flipped turns T into -T: the total comes from the same chains of additions.
    let total = chosenSums(1, words) { _, place in place.update(repeating: .max) }[0]
    let slack = 64 * Double.ulpOfOne * size
    let tasks = (patterns + Self.rows - 1) / Self.rows
    var extreme = [Int](repeating: 0, count: tasks)
    extreme.withUnsafeMutableBufferPointer { buffer in
      // Every task writes its own place.
      nonisolated(unsafe) let places = buffer
      parallelFor(tasks, grain: max(1, tasks / 64)) { range in
        for task in range {
          let first = task * Self.rows
          let sums = chosenSums(min(Self.rows, patterns - first), words) { row, place in
            fill(place, pattern: first + row, isExact: isExact)
          }
          places[task] = sums.count { chosen in
            isExtreme(total - 2 * chosen, total, slack, alternative)
          }
        }
      }
    }
    return extreme.reduce(0, +)
  }

  private func isExtreme(
    _ drawn: Double, _ observed: Double, _ slack: Double, _ alternative: Alternative
  ) -> Bool {
    switch alternative {
    case .twoSided: abs(drawn) >= abs(observed) - slack
    case .greater: drawn >= observed - slack
    case .less: drawn <= observed + slack
    }
  }

  private func fill(_ words: UnsafeMutableBufferPointer<UInt64>, pattern: Int, isExact: Bool) {
    guard !isExact else { return words.update(repeating: UInt64(pattern)) }
    var generator = parent.child(pattern)
    for word in words.indices { words[word] = generator.next() }
  }

  /// The sums of the values that each row of bits chooses.
  private func chosenSums(
    _ rows: Int, _ words: Int, _ fill: (Int, UnsafeMutableBufferPointer<UInt64>) -> Void
  ) -> [Double] {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: rows * words) { bits in
      for row in 0..<rows {
        fill(row, UnsafeMutableBufferPointer(rebasing: bits[row * words..<(row + 1) * words]))
      }
      return values.withUnsafeBufferPointer { values in
        [Double](unsafeUninitializedCapacity: rows) { sums, count in
          kn_masked_sums(
            values.baseAddress, values.count, bits.baseAddress, rows, sums.baseAddress)
          count = rows
        }
      }
    }
  }
}
