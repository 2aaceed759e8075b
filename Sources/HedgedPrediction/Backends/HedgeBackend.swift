/// One finetuning run: an arm's examples, a seed, and the questions to judge it on.
public struct FinetuningJob: Sendable {
  /// The supervised examples; `source` is the number of a question of the backend.
  public var examples: [SupervisedExample]
  /// The questions that are answered afterwards.
  public var evaluation: [EvaluationItem]
  /// Seed of initial weights and order.
  public var seed: UInt64

  /// A run.
  public init(examples: [SupervisedExample], evaluation: [EvaluationItem], seed: UInt64) {
    (self.examples, self.evaluation, self.seed) = (examples, evaluation, seed)
  }
}

/// A question to answer, with its right option at some place.
public struct EvaluationItem: Sendable, Equatable {
  /// The number of the question.
  public var question: Int
  /// Where the right option stands; only questions with options of their own can move it.
  public var place: Int

  /// A question as it is shown.
  public init(question: Int, place: Int) { (self.question, self.place) = (question, place) }
}

/// What a run predicts.
public struct FinetuningOutcome: Sendable, Equatable {
  /// Predictions at one moment of training.
  public struct Checkpoint: Sendable, Equatable {
    /// Steps taken.
    public var step: Int
    /// One distribution over the answer space an evaluation item.
    public var predictions: [[Double]]

    /// Predictions after some steps.
    public init(step: Int, predictions: [[Double]]) {
      (self.step, self.predictions) = (step, predictions)
    }
  }

  /// In the order of steps, the last one at the end of training.
  public var checkpoints: [Checkpoint]
  /// Predictions for the unfamiliar training examples at the end, in the order of the examples.
  public var unfamiliarTraining: [[Double]]

  /// What a backend hands back.
  public init(checkpoints: [Checkpoint], unfamiliarTraining: [[Double]]) {
    (self.checkpoints, self.unfamiliarTraining) = (checkpoints, unfamiliarTraining)
  }

  /// The predictions at the end.
  public var final: [[Double]] { checkpoints.last?.predictions ?? [] }
}

/// Where finetuning happens: a head on a frozen model's numbers, adapters, or a whole small model.
/// All give distributions over the same kind of answer space, judged by the same metrics.
public protocol HedgeBackend {
  /// A short name for files and tables.
  var name: String { get }
  /// The answers that predictions are over.
  var space: AnswerSpace { get }
  /// How the losses of a response's tokens are joined.
  var reduction: LossReduction { get }
  /// Tokens of the response to each place of the space.
  var responseTokens: [Int] { get }
  /// Everything that the numbers depend on besides the job, as text.
  var settings: String { get }

  /// Trains one arm with one seed.
  ///
  /// - Parameter progress: Hears the step, the steps in all and the loss; throw to stop.
  func run(
    _ job: FinetuningJob, progress: (_ step: Int, _ steps: Int, _ loss: Double) throws -> Void
  ) throws -> FinetuningOutcome
}
