import Foundation
public import Statistics

/// -ln p̂(right answer), p̂ renormalised over the options (Kang et al. 2024, MMLU), nats.
///
/// ln K is what a model without information gives; more than that is misinformation.
public struct GoldLikelihood: FamiliarityScorer {
  public let name = "gold-nll"
  public let text = "-ln p of the right option among the options, nats"
  public let needsTruth = true
  public let isSampled = false

  /// The scorer.
  public init() {}

  public func scores(_ table: OptionTable, generator: RandomGenerator) -> [Double] {
    (0..<table.count).map { question in
      // An option of probability 0 stays finite, so that it can be put in a bin.
      min(745, -log(table.probabilities(question)[table.truths[question]]))
    }
  }
}

/// The entropy of p̂ over the options, nats: needs no right answer.
public struct AnswerEntropy: FamiliarityScorer {
  public let name = "entropy"
  public let text = "entropy over the options, nats; needs no right answer"
  public let needsTruth = false
  public let isSampled = false

  /// The scorer.
  public init() {}

  public func scores(_ table: OptionTable, generator: RandomGenerator) -> [Double] {
    (0..<table.count).map { Divergence.entropy(table.probabilities($0)) }
  }
}

/// How rare the subject is: minus the logarithm of a count (population, mentions) to base 10.
public struct Popularity: FamiliarityScorer {
  /// The column of counts.
  public let column: String
  public let needsTruth = false
  public let isSampled = false

  /// Reads counts, at least 0, from a column; 1 is added to each.
  public init(column: String) { self.column = column }

  public var name: String { column }
  public var text: String { "-log10(1 + \(column))" }

  public func scores(_ table: OptionTable, generator: RandomGenerator) throws -> [Double] {
    try zip(table.ids, table.column(column)).map { id, count in
      guard count >= 0 else {
        throw HedgedPredictionError.badData(
          "The \(column) of question \(id) is \(count); a count of at least 0 is needed.")
      }
      return -log10(1 + count)
    }
  }
}

/// What a world knows of its reader: minus the column `familiarity`.
public struct OracleFamiliarity: FamiliarityScorer {
  /// The column that worlds write.
  public static let column = "familiarity"
  public let name = "oracle"
  public let text = "minus the world's own familiarity"
  public let needsTruth = false
  public let isSampled = false

  /// The scorer.
  public init() {}

  public func scores(_ table: OptionTable, generator: RandomGenerator) throws -> [Double] {
    try table.column(Self.column).map { 0 - $0 }
  }
}
