public import Finetuning
import Foundation
import Statistics

/// Finetuning of a model itself: low-rank adapters on a frozen one, or all weights of a small one.
///
/// Predictions are the model's distribution over the first token of each response, and over
/// everything else, the place `(other)`.
public final class FinetuningBackend: HedgeBackend {
  /// What learns.
  public enum Target {
    /// Adapters; what frozen blocks make of a text is computed once for all arms and seeds.
    case adapters(FrozenBase, LoRAConfiguration)
    /// Every weight of the model in this folder or file, read anew for each run.
    case model(path: String)
  }

  /// How it is trained.
  public struct Options: Sendable, Equatable {
    /// Steps in all.
    public var steps = 300
    /// Sequences a step, about: steps are filled by tokens.
    public var batch = 16
    /// The peak learning rate.
    public var learningRate: Float = 1e-3
    /// Steps at which predictions are kept beside the last.
    public var curve: [Int] = []

    /// 300 steps of 16 sequences at 1e-3.
    public init() {}
  }

  /// What the place for all other text is called.
  public static let other = "(other)"

  public let name: String
  public let space: AnswerSpace
  public let reduction: LossReduction
  public let responseTokens: [Int]
  private let tokens: ResponseTokens
  private let target: Target
  private let options: Options
  private let identity: String
  private let folder: String?

  /// A backend for a task in tokens; `names` are the options, without abstaining.
  ///
  /// `identity` names model and data in the keys of finished runs; `folder` keeps what was trained,
  /// see ``trained(_:)``.
  public init(
    _ target: Target, tokens: ResponseTokens, names: [String], abstention: String = "I don't know",
    options: Options = Options(), reduction: LossReduction = .tokenSum, identity: String,
    keepingIn folder: String? = nil
  ) throws {
    self.folder = folder
    space = try AnswerSpace(options: names + [Self.other], abstention: abstention)
    self.target = target
    self.tokens = tokens
    self.options = options
    self.reduction = reduction
    self.identity = identity
    let lengths = tokens.responses.map(\.count)
    responseTokens = lengths.dropLast() + [1] + lengths.suffix(1)
    if case .adapters = target { name = "lora" } else { name = "whole-model" }
  }

  public var settings: String {
    let place =
      if case .adapters(_, let adapters) = target { "\(adapters)" } else { "all weights" }
    return "\(name) \(reduction.rawValue) \(options) \(place) \(identity)"
  }

  /// Where a run's adapters or model are kept, as folders that other programs read; nil unless they
  /// are.
  public func trained(_ job: FinetuningJob) -> String? {
    folder.map { "\($0)/\(job.key(settings).prefix(16))" }
  }

  public func run(
    _ job: FinetuningJob, progress: (_ step: Int, _ steps: Int, _ loss: Double) throws -> Void
  ) throws -> FinetuningOutcome {
    // The trainer's responses have no place for all other text.
    let sequences = job.examples.map { example in
      var example = example
      example.target.remove(at: space.options.count - 1)
      return tokens.sequence(example, reduction, batch: options.batch)
    }
    let prompts = job.evaluation.map { tokens.prompts[$0.question] }
    var outcome = FinetuningOutcome(checkpoints: [], unfamiliarTraining: [])
    let look = try learner(
      SequenceSource(sequences), configuration(sequences, seed: job.seed),
      output: trained(job).map { .init(folder: $0) })
    try look.train { step, loss, logProbabilities in
      try progress(step, self.options.steps, loss)
      guard step == self.options.steps || self.options.curve.contains(step) else { return }
      outcome.checkpoints.append(
        .init(step: step, predictions: try logProbabilities(prompts).map(self.distribution)))
      guard step == self.options.steps else { return }
      let unfamiliar = job.examples.filter(\.isUnfamiliar).map { self.tokens.prompts[$0.source] }
      outcome.unfamiliarTraining = try logProbabilities(unfamiliar).map(self.distribution)
    }
    return outcome
  }

  private func configuration(
    _ sequences: [TrainingSequence], seed: UInt64
  ) -> TrainingConfiguration {
    let mean = Double(sequences.reduce(0) { $0 + $1.tokens.count }) / Double(sequences.count)
    var configuration = TrainingConfiguration()
    configuration.steps = options.steps
    configuration.batchTokens = max(1, Int((mean * (Double(options.batch) - 0.5)).rounded()))
    configuration.learningRate = options.learningRate
    configuration.warmUpSteps = min(10, options.steps)
    configuration.weightDecay = 0
    configuration.reduction = reduction.trainer
    configuration.seed = seed
    return configuration
  }

  /// From ln p of the responses' first tokens to a distribution over the answer space.
  private func distribution(_ logProbabilities: [Double]) -> [Double] {
    let p = logProbabilities.map { exp($0) }
    let total = p.reduce(0, +)
    let scale = total > 1 ? 1 / total : 1
    return (p.dropLast() + [max(0, 1 - total)] + p.suffix(1)).map { $0 * scale }
  }

  private typealias Look = (_ prompts: [[Int32]]) throws -> [[Double]]

  /// A training that can be looked at after every step.
  private struct Learner {
    let train: (_ observe: (Int, Double, Look) throws -> Void) throws -> Void
  }

  private func learner(
    _ source: SequenceSource, _ configuration: TrainingConfiguration,
    output: Pretraining.Output?
  ) throws -> Learner {
    let firsts = tokens.responses.map { $0[0] }
    switch target {
    case .adapters(let base, let adapters):
      let set = try AdapterSet(
        adapters, for: base.parameters,
        generator: RandomGenerator(seed: configuration.seed).child("adapters"))
      return Learner { observe in
        _ = try LoRA.train(
          set, base, source: source, configuration: configuration, output: output
        ) { step in
          try observe(step.step, step.loss) {
            try NextTokens.logProbabilities(firsts, after: $0, base, adapters: set)
          }
        }
      }
    case .model(let path):
      let parameters = try Parameters(path: path)
      return Learner { observe in
        _ = try Pretraining.run(
          parameters, source: source, configuration: configuration, output: output
        ) { step in
          try observe(step.step, step.loss) {
            try NextTokens.logProbabilities(firsts, after: $0, parameters)
          }
        }
      }
    }
  }
}
