import Statistics

/// How well one half of its opponents predicts how a document does against the other half.
public struct SplitHalf: Sendable, Equatable {
  /// Correlation of the halves within sides of questions, stepped up to the full number of
  /// opponents by Spearman and Brown's 2r / (1 + r); the mean over splits. NaN when undefined.
  public var reliability: Double
  /// Number of documents with two opponents or more on sides of two such documents or more.
  public var documents: Int
  /// Number of random splits.
  public var splits: Int

  /// Splits every document's opponents in two at random, `splits` times, each from
  /// `RandomGenerator(seed: seed).child("split half").child(split)`.
  ///
  /// Opponents of a side are split together, so both halves of all its documents met the same ones.
  public init(_ scores: [PairScore], splits: Int = 100, seed: UInt64 = 0) {
    let sides = Side.all(scores)
    documents = sides.reduce(0) { $0 + $1.rows.count }
    self.splits = splits
    let parent = RandomGenerator(seed: seed).child("split half")
    let drawn = (0..<splits).compactMap { split -> Double? in
      var generator = parent.child(split)
      let halves = sides.flatMap { $0.halves(&generator) }
      let r = Self.correlation(halves)
      return r.isFinite ? 2 * r / (1 + abs(r)) : nil
    }
    reliability = Sample.mean(drawn)
  }

  private static func correlation(_ pairs: [(Double, Double)]) -> Double {
    let (xx, yy, xy) = pairs.reduce((0, 0, 0)) { sums, pair in
      (sums.0 + pair.0 * pair.0, sums.1 + pair.1 * pair.1, sums.2 + pair.0 * pair.1)
    }
    return xy / (xx * yy).squareRoot()
  }

  /// The documents of one side of a question against opponents that all of them met.
  private struct Side {
    /// Debiased log odds toward the side, documents × opponents.
    var rows: [[Double]]

    static func all(_ scores: [PairScore]) -> [Side] {
      let byQuestion = Dictionary(grouping: scores, by: \.questionID)
      return byQuestion.keys.sorted().flatMap { question in
        Stance.allCases.compactMap { side(byQuestion[question, default: []], $0) }
      }
    }

    private static func side(_ scores: [PairScore], _ stance: Stance) -> Side? {
      let documents = Set(scores.map { $0.documentID(stance) }).sorted()
      let opponents = Set(scores.map { $0.documentID(stance.opposite) }).sorted()
      var table: [String: [String: Double]] = [:]
      for score in scores {
        table[score.documentID(stance), default: [:]][score.documentID(stance.opposite)] =
          score.logit(toward: stance)
      }
      let shared = opponents.filter { opponent in
        documents.allSatisfy { table[$0]?[opponent] != nil }
      }
      guard documents.count > 1, shared.count > 1 else { return nil }
      return Side(rows: documents.map { document in shared.compactMap { table[document]?[$0] } })
    }

    /// Each document's means over both halves of the opponents, less their means over documents.
    func halves(_ generator: inout RandomGenerator) -> [(Double, Double)] {
      let order = generator.permutation(rows[0].count)
      let middle = (order.count + Int(generator.next() & 1)) / 2
      func centred(_ opponents: ArraySlice<Int>) -> [Double] {
        let means = rows.map { row in Sample.mean(opponents.map { row[$0] }) }
        let centre = Sample.mean(means)
        return means.map { $0 - centre }
      }
      return Array(zip(centred(order[..<middle]), centred(order[middle...])))
    }
  }
}
