import Foundation

/// Finetuning foreseen for open answers, of which only the right one was scored: a logistic on
/// ln p(right answer) tells who is refused, and what is answered stays as often right as it was.
///
/// The chance of the very words of an answer is a lower bound of being right: other wordings of the
/// truth count as wrong.
public struct OpenAnswerBackend: HedgeBackend {
  public let name = "open-answers"
  public let space: AnswerSpace
  public let reduction: LossReduction
  public let responseTokens: [Int]
  private let scores: [Double]

  /// A table over (right, other) whose truths are all at the first place.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for another table.
  public init(
    _ table: OptionTable, abstention: String = "I don't know",
    reduction: LossReduction = .tokenSum, responseTokens: [Int] = [1, 1, 1]
  ) throws {
    guard table.names.count == 2, table.truths.allSatisfy({ $0 == 0 }) else {
      throw HedgedPredictionError.badData(
        "Open answers need a table of two places, the right answer first.")
    }
    space = try AnswerSpace(options: table.names, abstention: abstention)
    self.reduction = reduction
    self.responseTokens = responseTokens
    scores = (0..<table.count).map { table.logProbabilities($0).first ?? 0 }
  }

  public var settings: String { "open-answers \(reduction.rawValue) \(responseTokens)" }

  public func run(
    _ job: FinetuningJob, progress: (_ step: Int, _ steps: Int, _ loss: Double) throws -> Void
  ) throws -> FinetuningOutcome {
    let abstain = space.count - 1
    let examples = job.examples.map { example in
      let refused = example.target[abstain]
      let weight =
        refused * reduction.decisionWeight(tokens: responseTokens[abstain])
        + (1 - refused) * reduction.decisionWeight(tokens: responseTokens[0])
      return OptionHead.Example(
        scores: [scores[example.source]], target: [1 - refused, refused],
        weight: weight * example.weight)
    }
    let head = try OptionHead.fitted(examples, options: 1, places: 2)
    try progress(1, 1, 0)
    func predict(_ question: Int) -> [Double] {
      let answered = head.prediction([scores[question]])[0]
      let right = exp(scores[question])
      return [answered * right, answered * (1 - right), 1 - answered]
    }
    return FinetuningOutcome(
      checkpoints: [.init(step: 1, predictions: job.evaluation.map { predict($0.question) })],
      unfamiliarTraining: job.examples.filter(\.isUnfamiliar).map { predict($0.source) })
  }
}
