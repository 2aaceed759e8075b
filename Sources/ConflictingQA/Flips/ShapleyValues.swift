import Statistics

/// How much each piece of a comparison contributes to the answer (Shapley 1953): the mean over all
/// orders of adding the pieces of how much the piece moves the debiased log odds of yes.
public struct ShapleyValues: Sendable {
  /// The pieces.
  public var units: [EvidenceUnits.Unit]
  /// The value of each piece, nats; above 0 it speaks for yes.
  public var values: [Double]
  /// Monte Carlo standard error of each value, nats; 0 when all sets were evaluated.
  public var errors: [Double]
  /// Log odds with all pieces and with none, nats; the values sum to their difference.
  public var whole, empty: Double
  /// Random orders that were drawn; 0 when exact.
  public var orders: Int
  /// How many different parts the reader was asked about; each in both orders.
  public var evaluations: Int

  /// Computes the values: exactly over all 2^n sets up to `exactUpTo` pieces, else from `orders`
  /// random orders, each taken forwards and backwards, which halves the error where pieces act
  /// nearly alone.
  ///
  /// Order number r draws from `RandomGenerator(seed: seed).child("shapley").child(r)`. Costs up to
  /// 2 n evaluations an order.
  public init(
    _ units: EvidenceUnits, reader: any EvidenceReader, orders: Int = 64, exactUpTo: Int = 8,
    seed: UInt64 = 0
  ) async throws {
    let answers = PartialAnswers(units, reader)
    let count = units.units.count
    let ends = try await answers.logits(
      keeping: [[Bool](repeating: true, count: count), [Bool](repeating: false, count: count)])
    self.units = units.units
    (whole, empty) = (ends[0], ends[1])
    if count <= exactUpTo {
      values = try await Self.exact(count, answers)
      errors = [Double](repeating: 0, count: count)
      self.orders = 0
    } else {
      (values, errors) = try await Self.sampled(count, answers, orders: orders, seed: seed)
      self.orders = orders
    }
    evaluations = await answers.asked
  }

  private static func exact(_ count: Int, _ answers: PartialAnswers) async throws -> [Double] {
    let sets = (0..<1 << count).map { set in (0..<count).map { set >> $0 & 1 == 1 } }
    let logits = try await answers.logits(keeping: sets)
    // 1 / (n binomial(n - 1, size)) by size of the set before the piece joins.
    var weights = [1 / Double(max(count, 1))]
    for size in 1..<max(count, 1) {
      weights.append(weights[size - 1] * Double(size) / Double(count - size))
    }
    return (0..<count).map { piece in
      (0..<1 << count).reduce(0) { sum, set in
        guard set >> piece & 1 == 0 else { return sum }
        return sum + weights[set.nonzeroBitCount] * (logits[set | 1 << piece] - logits[set])
      }
    }
  }

  private static func sampled(
    _ count: Int, _ answers: PartialAnswers, orders: Int, seed: UInt64
  ) async throws -> ([Double], [Double]) {
    var draws = [[Double]](repeating: [], count: count)
    let parent = RandomGenerator(seed: seed).child("shapley")
    for order in 0..<orders {
      var generator = parent.child(order)
      let forwards = generator.permutation(count)
      var moves = [Double](repeating: 0, count: count)
      for path in [forwards, forwards.reversed()] {
        var sets = [[Bool](repeating: false, count: count)]
        for piece in path {
          var next = sets[sets.count - 1]
          next[piece] = true
          sets.append(next)
        }
        let logits = try await answers.logits(keeping: sets)
        for (step, piece) in path.enumerated() {
          moves[piece] += (logits[step + 1] - logits[step]) / 2
        }
      }
      for piece in 0..<count { draws[piece].append(moves[piece]) }
    }
    return (
      draws.map(Sample.mean),
      draws.map { (Sample.variance($0) / Double($0.count)).squareRoot() }
    )
  }
}
