import LinearAlgebra

/// Some sequences end to end, with the rows that have a loss: what one pass runs over.
struct PackedBatch: Sendable {
  /// All ids, sequence after sequence.
  let tokens: [Int32]
  /// Where each sequence starts, and after the last one the number of tokens.
  let starts: [Int]
  /// Rows with a loss, ascending.
  private(set) var rows: [Int] = []
  /// Each such row's share in the loss.
  private(set) var weights: [Float] = []
  /// Target distributions of these rows end to end, and where each starts.
  private(set) var targets: [TokenProbability] = []
  private(set) var targetStarts: [Int] = [0]
  /// Which sequences of the step these are.
  let sequences: Range<Int>

  /// `scale` is the factor on every weight of a sequence.
  init(_ all: [TrainingSequence], _ sequences: Range<Int>, scale: (Int) -> Double) {
    self.sequences = sequences
    var tokens: [Int32] = []
    var starts = [0]
    for index in sequences {
      let sequence = all[index]
      let factor = scale(index)
      for position in sequence.tokens.indices {
        let weight = sequence.weight(position)
        guard weight > 0 else { continue }
        rows.append(tokens.count + position)
        weights.append(Float(Double(weight) * factor))
        if let soft = sequence.softTargets[position] {
          targets += soft
        } else {
          targets.append(TokenProbability(token: sequence.tokens[position + 1], probability: 1))
        }
        targetStarts.append(targets.count)
      }
      tokens += sequence.tokens
      starts.append(tokens.count)
    }
    self.tokens = tokens
    self.starts = starts
  }
}

extension [TrainingSequence] {
  /// Cuts a step into batches of at most `limit` tokens (or one sequence), and weighs every loss so
  /// that they add up to the step's. When `isShared`, a small step is still cut into up to
  /// ``mostShares`` like shares, so that it keeps several cores busy. Throws when nothing in the step
  /// has a loss.
  func packed(
    limit: Int, reduction: LossReduction, isShared: Bool = true
  ) throws -> [PackedBatch] {
    let totals = map(\.totalWeight)
    let learning = totals.lazy.filter { $0 > 0 }.count
    guard learning > 0 else {
      throw FinetuningError.badData("None of the \(count) sequences of a step has a loss.")
    }
    let total = totals.reduce(0, +)
    func scale(_ index: Int) -> Double {
      switch reduction {
      case .tokenMean: 1 / total
      case .sequenceMean: totals[index] > 0 ? 1 / (totals[index] * Double(learning)) : 0
      case .sum: 1
      }
    }
    let all = reduce(0) { $0 + $1.tokens.count }
    let most = isShared ? Self.mostShares : 1
    let shares = Swift.max(1, Swift.min(most, all / Self.leastShareTokens))
    var batches: [PackedBatch] = []
    var first = 0
    var (tokens, before) = (0, 0)
    for index in indices {
      let next = tokens + self[index].tokens.count
      let isShare = all < limit * shares && before * shares >= all * (batches.count + 1)
      if next > limit || isShare, index > first {
        batches.append(PackedBatch(self, first..<index, scale: scale))
        (first, tokens) = (index, 0)
      }
      tokens += self[index].tokens.count
      before += self[index].tokens.count
    }
    batches.append(PackedBatch(self, first..<count, scale: scale))
    return batches
  }

  /// As many as a step has lanes, and the tokens from which a product is worth a core of its own.
  private static var mostShares: Int { 8 }
  private static var leastShareTokens: Int { 96 }
}
