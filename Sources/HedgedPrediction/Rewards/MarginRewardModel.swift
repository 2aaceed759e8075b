public import Calibration
import Foundation
public import Statistics

/// A reward model in a ``GaussianWorld``: the chance that an answer is right, from the margin by which
/// the model's own evidence prefers it, slope · (S_o - ln Σ_{others} e^S) + intercept.
///
/// It is finetuned from the same base model as the policy, so it knows what the policy knows; `noise`
/// gives it evidence of its own.
public struct MarginRewardModel: Sendable {
  /// The labelled answers that it is trained on.
  public enum Data: Sendable, Equatable {
    /// Familiar questions with right and wrong answers; all answers to unfamiliar ones are right.
    case unfamiliarRight
    /// The same, all answers to unfamiliar questions wrong.
    case unfamiliarWrong
    /// Samples of the policy itself with their true labels: the conservative recipe, since what the
    /// model cannot verify is what it got wrong.
    case ownSamples
    /// Samples of a stronger model that is right this often, whatever the familiarity.
    case strongerSamples(accuracy: Double)

    /// The name in files and tables.
    public var name: String {
      switch self {
      case .unfamiliarRight: "unfamiliar all right"
      case .unfamiliarWrong: "unfamiliar all wrong"
      case .ownSamples: "conservative: own samples"
      case .strongerSamples: "standard: a stronger model's samples"
      }
    }
  }

  /// The fitted line from margin to log-odds.
  public let line: PlattScaling
  /// Share of labels that say right among familiar and among unfamiliar training answers; the latter
  /// is the hedge.
  public let familiarRate, unfamiliarRate: Double
  /// Labelled answers.
  public let examples: Int
  private let noise: Double
  private let generator: RandomGenerator

  /// Trains on questions.
  ///
  /// - Parameters:
  ///   - isUnfamiliar: which questions count as unfamiliar.
  ///   - policy: whose samples are labelled by `.ownSamples`.
  ///   - noise: standard deviation of what is added to the evidence that the reward model sees.
  ///   - labelErrors: share of labels that are flipped (an imperfect decomposer or judge).
  /// - Throws: `CalibrationError` when all labels are equal.
  public init(
    _ data: Data, on questions: WorldQuestions, isUnfamiliar: [Bool], policy: EvidenceHead,
    noise: Double = 0, labelErrors: Double = 0, generator: RandomGenerator
  ) throws {
    (self.noise, self.generator) = (noise, generator.child("reward model evidence"))
    let seen = questions.blurred(noise, self.generator.child("training"))
    var labeller = Labeller(
      data: data, questions: questions, isUnfamiliar: isUnfamiliar, policy: policy,
      draws: generator.child("labelled answers"))
    var flips = generator.child("label errors")
    var (margins, labels, areUnfamiliar): ([Double], [Bool], [Bool]) = ([], [], [])
    for (question, answer) in labeller.answers() {
      margins.append(seen.margin(of: answer, question))
      let isRight = answer == questions.truths[question]
      labels.append(isRight != (flips.uniform() < labelErrors))
      areUnfamiliar.append(isUnfamiliar[question])
    }
    line = try PlattScaling(fitting: margins, labels: labels)
    examples = labels.count
    func rate(_ unfamiliar: Bool) -> Double {
      let part = labels.indices.filter { areUnfamiliar[$0] == unfamiliar }
      return Double(part.count { labels[$0] }) / Double(part.count)
    }
    (familiarRate, unfamiliarRate) = (rate(false), rate(true))
  }

  /// The chance of being right that the model gives each option of each question, row after row.
  ///
  /// The same stream name gives the same evidence noise.
  public func scores(_ questions: WorldQuestions, stream: String) -> [[Double]] {
    let seen = questions.blurred(noise, generator.child(stream))
    return (0..<questions.count).map { question in
      (0..<questions.settings.options).map {
        line.probability(ofLogit: seen.margin(of: $0, question))
      }
    }
  }
}

/// Which answers a reward model's training set holds.
private struct Labeller {
  let data: MarginRewardModel.Data
  let questions: WorldQuestions
  let isUnfamiliar: [Bool]
  let policy: EvidenceHead
  var draws: RandomGenerator

  mutating func answers() -> [(question: Int, answer: Int)] {
    let options = questions.settings.options
    var answers: [(question: Int, answer: Int)] = []
    switch data {
    case .unfamiliarRight, .unfamiliarWrong:
      // As many of each kind as the rarer group has: N right and N wrong familiar, N unfamiliar.
      let familiar = isUnfamiliar.indices.filter { !isUnfamiliar[$0] }
      let unfamiliar = isUnfamiliar.indices.filter { isUnfamiliar[$0] }
      let size = min(familiar.count, unfamiliar.count)
      for question in familiar.prefix(size) {
        answers.append((question, questions.truths[question]))
        answers.append((question, wrong(question, options)))
      }
      for question in unfamiliar.prefix(size) {
        let isRight = data == .unfamiliarRight
        answers.append((question, isRight ? questions.truths[question] : wrong(question, options)))
      }
    case .ownSamples:
      for question in 0..<questions.count {
        let p = Array(policy.predict(questions.evidence(question)).prefix(options))
        let total = p.reduce(0, +)
        answers.append((question, draws.categorical(p.map { $0 / total })))
      }
    case .strongerSamples(let accuracy):
      for question in 0..<questions.count {
        let isRight = draws.uniform() < accuracy
        answers.append((question, isRight ? questions.truths[question] : wrong(question, options)))
      }
    }
    return answers
  }

  private mutating func wrong(_ question: Int, _ options: Int) -> Int {
    (questions.truths[question] + 1 + draws.integer(below: options - 1)) % options
  }
}

extension WorldQuestions {
  /// The same questions with more noise on the evidence.
  func blurred(_ noise: Double, _ generator: RandomGenerator) -> WorldQuestions {
    guard noise > 0 else { return self }
    var (draws, result) = (generator, self)
    result.evidence = evidence.map { $0 + noise * draws.normal() }
    return result
  }

  /// S_o - ln Σ_{others} e^S: the base model's log-odds that option o is right.
  func margin(of option: Int, _ question: Int) -> Double {
    let values = evidence(question)
    let own = values[values.startIndex + option]
    var largest = -Double.infinity
    for (place, value) in values.enumerated() where place != option {
      largest = max(largest, value)
    }
    var sum = 0.0
    for (place, value) in values.enumerated() where place != option { sum += exp(value - largest) }
    return own - largest - log(sum)
  }
}
