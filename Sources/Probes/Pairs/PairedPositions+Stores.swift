import Embeddings

extension PairedPositions {
  /// Pairs two stores of the same documents: by position when both hold the same tokens, otherwise at
  /// the bytes where both tokenisations end a token. The large store needs entropies only.
  ///
  /// - Parameters:
  ///   - small: the model whose uncertainty is explained.
  ///   - large: the model that stands in for who knows more.
  ///   - rule: nil to decide by the tokens.
  /// - Throws: ``ProbesError/unpairable(first:second:problem:)`` when documents differ, tokens differ
  ///   where `.tokens` was asked for, or byte offsets are needed and missing;
  ///   ``ProbesError/nothingToLabel(_:)`` when no position is shared.
  public init(
    small: PairSide, large: PairSide, rule: PairAlignment.Rule? = nil
  ) throws {
    try small.checkDocuments(against: large)
    let same = small.positions.token == large.positions.token && small.rows == large.rows
    switch rule ?? (same ? .tokens : .bytes) {
    case .tokens:
      if !same { throw Self.differentTokens(small, large) }
      self = Self.byTokens(small, large)
    case .bytes:
      self = try Self.byBytes(small, large)
    case .truth:
      throw ProbesError.badOption("Two stores are paired by tokens or by bytes.")
    }
    guard count > 0 else {
      throw ProbesError.nothingToLabel(
        "\(small.name) and \(large.name) share no position: their tokens never end at the same byte."
      )
    }
  }

  private static func byTokens(_ small: PairSide, _ large: PairSide) -> PairedPositions {
    var pairs = PairedPositions(
      source: .model,
      alignment: PairAlignment(
        rule: .tokens, smallPositions: small.positions.count,
        largePositions: large.positions.count, paired: small.positions.count),
      small: small)
    pairs.rows = (0..<Int32(small.positions.count)).map { $0 }
    pairs.document = small.positions.document
    pairs.position = small.positions.position
    pairs.token = small.positions.token
    pairs.smallEntropy = small.positions.entropy
    pairs.largeEntropy = large.positions.entropy
    return pairs
  }

  /// Where several tokens of one side end at the same byte, the last one has read most.
  private static func byBytes(_ small: PairSide, _ large: PairSide) throws -> PairedPositions {
    for side in [small, large] where side.positions.endByte.contains(where: { $0 < 0 }) {
      throw ProbesError.unpairable(
        first: small.name, second: large.name,
        problem: "their tokens differ, and \(side.name) does not say where in the text its tokens "
          + "end; embed the text (not token ids) again with this version")
    }
    var pairs = PairedPositions(
      source: .model,
      alignment: PairAlignment(
        rule: .bytes, smallPositions: small.positions.count,
        largePositions: large.positions.count, paired: 0),
      small: small)
    for (mine, theirs) in zip(small.rows, large.rows) {
      for (row, other) in sharedEnds(
        small.positions.endByte[mine], large.positions.endByte[theirs])
      {
        pairs.append(row, of: small.positions, reference: large.positions.entropy[other])
      }
    }
    pairs.alignment.paired = pairs.count
    return pairs
  }

  private static func differentTokens(_ small: PairSide, _ large: PairSide) -> ProbesError {
    for (place, (mine, theirs)) in zip(small.rows, large.rows).enumerated() {
      let (a, b) = (small.positions.token[mine], large.positions.token[theirs])
      let id = small.documents[place].id
      if let (position, pair) = zip(a, b).enumerated().first(where: { $1.0 != $1.1 }) {
        return .unpairable(
          first: small.name, second: large.name,
          problem: "document \(id) has token \(pair.0) at position \(position) in one and "
            + "\(pair.1) in the other; models of different tokenizers are paired by bytes")
      }
      if a.count != b.count {
        return .unpairable(
          first: small.name, second: large.name,
          problem: "document \(id) has \(a.count) tokens in one and \(b.count) in the other")
      }
    }
    preconditionFailure("Only stores whose tokens differ are asked where they do.")
  }
}

/// Pairs of indices whose values are equal in two lists of rising ends; of equal values in one list
/// the last counts.
func sharedEnds(_ first: ArraySlice<Int32>, _ second: ArraySlice<Int32>) -> [(Int, Int)] {
  var shared: [(Int, Int)] = []
  var (i, j) = (first.startIndex, second.startIndex)
  while i < first.endIndex, j < second.endIndex {
    if i + 1 < first.endIndex, first[i + 1] <= first[i] {
      i += 1
    } else if j + 1 < second.endIndex, second[j + 1] <= second[j] {
      j += 1
    } else if first[i] == second[j] {
      shared.append((i, j))
      i += 1
      j += 1
    } else if first[i] < second[j] {
      i += 1
    } else {
      j += 1
    }
  }
  return shared
}
