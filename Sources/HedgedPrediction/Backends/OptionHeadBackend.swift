import Statistics

/// Finetuning as a head on option log-probabilities: seconds for thousands of questions, no model
/// needed once they are scored, and the replay of a user's own array of option probabilities.
public struct OptionHeadBackend: HedgeBackend {
  public let name = "option-head"
  public let space: AnswerSpace
  public let reduction: LossReduction
  public let responseTokens: [Int]
  private let table: OptionTable
  private let scores: [[Double]]

  /// A head over the options of a table and abstaining.
  ///
  /// `responseTokens` (one a place, 1 unless given) matter for a mean over each response's tokens,
  /// which weighs the first token of a response of L tokens by 1/L.
  public init(
    _ table: OptionTable, abstention: String = "I don't know",
    reduction: LossReduction = .tokenSum, responseTokens: [Int]? = nil
  ) throws {
    space = try AnswerSpace(options: table.names, abstention: abstention)
    self.table = table
    self.reduction = reduction
    self.responseTokens = responseTokens ?? [Int](repeating: 1, count: table.names.count + 1)
    scores = (0..<table.count).map { question in
      let row = table.logProbabilities(question)
      let total = logSumExp(row)
      return row.map { $0 - total }
    }
  }

  public var settings: String { "option-head \(reduction.rawValue) \(responseTokens)" }

  public func run(
    _ job: FinetuningJob, progress: (_ step: Int, _ steps: Int, _ loss: Double) throws -> Void
  ) throws -> FinetuningOutcome {
    let head = try fitted(job)
    try progress(1, 1, 0)
    let predictions = try job.evaluation.map {
      head.prediction(try shown($0.question, place: $0.place))
    }
    let training = try job.examples.filter(\.isUnfamiliar).map {
      head.prediction(try shown($0.source, place: $0.truth))
    }
    return FinetuningOutcome(
      checkpoints: [.init(step: 1, predictions: predictions)], unfamiliarTraining: training)
  }

  /// The head that a run ends with.
  public func fitted(_ job: FinetuningJob) throws -> OptionHead {
    let examples = try job.examples.map { example in
      let decision = zip(example.target, responseTokens).reduce(0) {
        $0 + $1.0 * reduction.decisionWeight(tokens: $1.1)
      }
      return OptionHead.Example(
        scores: try shown(example.source, place: example.truth), target: example.target,
        weight: example.weight * decision)
    }
    return try OptionHead.fitted(
      examples, options: space.options.count, places: space.count)
  }

  /// Scores of a question with its right option at `place`, the one there before in its stead.
  private func shown(_ question: Int, place: Int) throws -> [Double] {
    var row = scores[question]
    guard place != table.truths[question] else { return row }
    guard table.hasOwnOptions else {
      throw HedgedPredictionError.badSetting(
        "All questions share their answers here, so the right one cannot be put in another place; "
          + "choose schemes without positions.")
    }
    row.swapAt(place, table.truths[question])
    return row
  }
}
