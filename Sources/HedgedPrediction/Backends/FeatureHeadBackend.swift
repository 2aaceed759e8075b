public import LinearAlgebra
import Probes
import Statistics

/// Finetuning as a linear softmax on frozen features of questions (the state at the end of a prompt,
/// or any tap of a store): an open-ended answerer without touching the model.
///
/// Full-batch Adam on standardised features from small random weights; the mean cross-entropy plus
/// penalty · Σ w². Without a penalty it memorises, which is the capacity axis.
public struct FeatureHeadBackend: HedgeBackend {
  /// How the head is trained.
  public struct Options: Sendable, Equatable {
    /// Steps in all.
    public var steps = 400
    /// Adam's step.
    public var learningRate = 0.02
    /// Penalty on squared weights, not on biases.
    public var penalty = 3e-4
    /// Steps at which predictions are kept beside the last.
    public var curve: [Int] = []

    /// 400 steps with a penalty of 3e-4.
    public init() {}
  }

  public let name = "feature-head"
  public let space: AnswerSpace
  public let reduction: LossReduction
  public let responseTokens: [Int]
  private let features: Matrix<Float>
  private let options: Options

  /// A head on features, questions × width, for questions whose answers are shared.
  ///
  /// - Throws: ``HedgedPredictionError`` unless there is one row a question, for questions with
  ///   options of their own, and for features that are not finite.
  public init(
    _ table: OptionTable, features: Matrix<Float>, options: Options = Options(),
    abstention: String = "I don't know", reduction: LossReduction = .tokenSum,
    responseTokens: [Int]? = nil
  ) throws {
    guard features.rows == table.count else {
      throw HedgedPredictionError.badData(
        "There are \(features.rows) rows of features for \(table.count) questions.")
    }
    guard !table.hasOwnOptions else {
      throw HedgedPredictionError.badSetting(
        "A head on features needs answers that all questions share; use the option head for "
          + "multiple choice.")
    }
    guard features.elements.allSatisfy(\.isFinite) else {
      throw HedgedPredictionError.badData("The features hold a number that is not finite.")
    }
    space = try AnswerSpace(options: table.names, abstention: abstention)
    self.features = features
    self.options = options
    self.reduction = reduction
    self.responseTokens = responseTokens ?? [Int](repeating: 1, count: table.names.count + 1)
  }

  public var settings: String {
    "feature-head \(reduction.rawValue) \(responseTokens) \(options) \(features.columns)"
  }

  public func run(
    _ job: FinetuningJob, progress: (_ step: Int, _ steps: Int, _ loss: Double) throws -> Void
  ) throws -> FinetuningOutcome {
    let training = job.examples.map(\.source)
    let scaling = try Standardizer(
      fitting: LayerFeatures(tap: name, matrix: features), rows: training.map(Int32.init))
    let x = standardized(training, scaling)
    let test = standardized(job.evaluation.map(\.question), scaling)
    var head = SoftmaxHead(
      inputs: x.columns, places: space.count, learningRate: options.learningRate,
      generator: RandomGenerator(seed: job.seed).child("feature head"))
    let weights = job.examples.map { example in
      zip(example.target, responseTokens).reduce(0) {
        $0 + $1.0 * reduction.decisionWeight(tokens: $1.1)
      } * example.weight
    }
    let total = weights.reduce(0, +)
    guard total > 0 else {
      throw HedgedPredictionError.badData("No training example has a weight.")
    }
    var outcome = FinetuningOutcome(checkpoints: [], unfamiliarTraining: [])
    for step in 1...options.steps {
      let loss = head.step(
        x, targets: job.examples.map(\.target), weights: weights.map { $0 / total },
        penalty: options.penalty)
      try progress(step, options.steps, loss)
      if step == options.steps || options.curve.contains(step) {
        outcome.checkpoints.append(.init(step: step, predictions: head.predictions(test)))
      }
    }
    let unfamiliar = job.examples.filter(\.isUnfamiliar).map(\.source)
    outcome.unfamiliarTraining = head.predictions(standardized(unfamiliar, scaling))
    return outcome
  }

  private func standardized(_ rows: [Int], _ scaling: Standardizer) -> Matrix<Float> {
    Matrix(
      rows: rows.count, columns: features.columns,
      elements: rows.flatMap { row in
        features.row(row).enumerated().map { ($1 - scaling.mean[$0]) * scaling.scale[$0] }
      })
  }
}
