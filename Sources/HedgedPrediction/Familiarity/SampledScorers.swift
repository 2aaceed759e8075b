import Foundation
public import Statistics

/// Wrong answers among some sampled ones (Kang et al. 2024, TriviaQA: 12 samples).
///
/// Sampling an answer from the model and comparing it with the truth is right with the probability
/// that the model gives to the truth; that chance is used as it is, all other text counting as wrong.
public struct SampledErrors: FamiliarityScorer {
  /// Samples a question.
  public let samples: Int
  public let needsTruth = true
  public let isSampled = true

  /// 12 samples unless given.
  public init(samples: Int = 12) { self.samples = samples }

  public var name: String { "errors:\(samples)" }
  public var text: String { "wrong answers among \(samples) samples" }

  public func scores(_ table: OptionTable, generator: RandomGenerator) -> [Double] {
    (0..<table.count).map { question in
      var draws = generator.child(table.ids[question])
      let right = table.chanceRight(question)
      return Double((0..<samples).count { _ in draws.uniform() >= right })
    }
  }
}

/// The mean number of false facts in sampled long answers (Kang et al. 2024, biographies): the
/// questions of a group are the facts of one entity, each stated once in every response.
public struct FalseFacts: FamiliarityScorer {
  /// Responses sampled an entity.
  public let responses: Int
  public let needsTruth = true
  public let isSampled = true

  /// Two responses unless given.
  public init(responses: Int = 2) { self.responses = responses }

  public var name: String { "false-facts:\(responses)" }
  public var text: String { "mean false facts of an entity in \(responses) sampled responses" }

  public func scores(_ table: OptionTable, generator: RandomGenerator) -> [Double] {
    let errors = SampledErrors(samples: responses).scores(table, generator: generator)
    var sums: [String: Double] = [:]
    for (group, count) in zip(table.groups, errors) { sums[group, default: 0] += count }
    return table.groups.map { sums[$0, default: 0] / Double(responses) }
  }
}

extension OptionTable {
  /// The chance that one sampled answer is right: p of the truth, before renormalising where the
  /// options leave room for other answers.
  func chanceRight(_ question: Int) -> Double {
    let row = logProbabilities(question)
    let total = logSumExp(row)
    return min(1, exp(row[row.startIndex + truths[question]] - max(0, total)))
  }
}
