import Statistics

/// Whether a reader's answers depend on the documents at all, so that they can be ranked.
public struct Rankability: Sendable, Equatable {
  /// What may be said.
  public enum Verdict: String, Sendable {
    /// Answers change with the documents.
    case rankable
    /// Nearly every answer is the same or follows position alone, but the log odds behind them
    /// change with the documents: strengths can be compared, win rates by answers cannot.
    case byLogOddsOnly = "rankable by log odds only"
    /// Nothing beyond noise tells documents of a side apart.
    case unrankable
  }

  /// Mean over sides of a question of the variance of the documents' mean debiased log odds, nats².
  public var spread: Double
  /// The chance of such a spread if documents of a side did not differ: the comparisons of a
  /// question shuffled among its pairs. NaN when no side of a question has two documents.
  public var pValue: Double
  /// Share of comparisons whose debiased answer is yes.
  public var yesShare: Double
  /// Share of comparisons whose answer follows the order of the documents.
  public var orderShare: Double
  /// Number of comparisons.
  public var pairs: Int
  /// Number of questions.
  public var questions: Int

  /// Answers of which at least this share is one and the same count as given by stance alone.
  public static let oneSided = 0.975

  /// What may be said at the level 0.05.
  public var verdict: Verdict {
    guard pValue < 0.05 else { return .unrankable }
    let isOneSided = max(yesShare, 1 - yesShare) >= Self.oneSided || orderShare >= Self.oneSided
    return isOneSided ? .byLogOddsOnly : .rankable
  }

  /// The verdict with its reason, for people.
  public var sentence: String {
    func percent(_ share: Double) -> String { "\(Int((100 * share).rounded()))\u{202F}%" }
    let answers =
      "the answer is yes in \(percent(yesShare)) of \(pairs) comparisons and follows the order of "
      + "the documents in \(percent(orderShare))"
    return switch verdict {
    case .rankable: "Documents can be ranked: \(answers)."
    case .byLogOddsOnly:
      "Win rates by answers say nothing about documents (\(answers)); only the log odds tell them "
        + "apart."
    case .unrankable: "Documents cannot be ranked: \(answers), and no document of a side differs."
    }
  }

  /// Judges comparisons; permutation r of a question draws from
  /// `RandomGenerator(seed: seed).child("spread").child(r)`.
  ///
  /// Debiased log odds of the pairs of a question are exchangeable when its documents are alike,
  /// whatever the reader's leanings to a side or a position. p = (b + 1) / (m + 1).
  /// O(permutations × comparisons).
  public init(_ scores: [PairScore], permutations: Int = 999, seed: UInt64 = 0) {
    pairs = scores.count
    let tables = SpreadTable.tables(scores)
    questions = tables.count
    yesShare = Sample.mean(scores.map { $0.hardWin(of: .yes) })
    orderShare = Sample.mean(scores.map { $0.flipsWithOrder ? 1 : 0 })
    let groups = tables.reduce(0) { $0 + $1.groups }
    guard groups > 0 else {
      (spread, pValue) = (.nan, .nan)
      return
    }
    let observed = tables.reduce(0) { $0 + $1.spread($1.values) }
    var extreme = 0
    let parent = RandomGenerator(seed: seed).child("spread")
    for permutation in 0..<permutations {
      var generator = parent.child(permutation)
      let drawn = tables.reduce(0) { sum, table in
        var values = table.values
        generator.shuffle(&values)
        return sum + table.spread(values)
      }
      if drawn >= observed * (1 - 1e-9) - 1e-18 { extreme += 1 }
    }
    spread = observed / Double(groups)
    pValue = Double(extreme + 1) / Double(permutations + 1)
  }
}

/// The comparisons of one question as a table of documents against documents.
private struct SpreadTable {
  let values: [Double]
  /// For every side with two or more documents, the pairs of each document.
  private let sides: [[[Int]]]

  var groups: Int { sides.count }

  static func tables(_ scores: [PairScore]) -> [SpreadTable] {
    let byQuestion = Dictionary(grouping: scores, by: \.questionID)
    return byQuestion.keys.sorted().map { SpreadTable(byQuestion[$0, default: []]) }
  }

  private init(_ scores: [PairScore]) {
    let sorted = scores.sorted { ($0.yesID, $0.noID) < ($1.yesID, $1.noID) }
    values = sorted.map(\.debiasedLogit)
    sides = Stance.allCases.compactMap { stance in
      let pairs = Dictionary(grouping: sorted.indices) { sorted[$0].documentID(stance) }
      return pairs.count > 1 ? pairs.keys.sorted().map { pairs[$0, default: []] } : nil
    }
  }

  /// Sum over sides of the variance of the documents' means.
  func spread(_ values: [Double]) -> Double {
    sides.reduce(0) { sum, documents in
      sum + Sample.variance(documents.map { pairs in Sample.mean(pairs.map { values[$0] }) })
    }
  }
}
