import Foundation
import Statistics

/// Questions of a ``GaussianWorld`` with everything that is known about them.
public struct WorldQuestions: Sendable {
  let settings: GaussianWorldSettings
  /// Familiarity c of each question's entity, in [0, 1].
  public let familiarity: [Double]
  /// The standard deviation of each question's evidence.
  public let deviation: [Double]
  /// The place of the right option.
  public internal(set) var truths: [Int]
  /// The evidence, `options` numbers a question.
  public internal(set) var evidence: [Double]
  /// The stream that other random choices about these questions come from.
  let generator: RandomGenerator

  /// The number of questions.
  public var count: Int { truths.count }

  /// The evidence of a question.
  public func evidence(_ question: Int) -> ArraySlice<Double> {
    evidence[question * settings.options..<(question + 1) * settings.options]
  }

  /// The base model's answer, softmax(S).
  public func baseAnswer(_ question: Int) -> [Double] { softmax(Array(evidence(question))) }

  /// The best possible answer of someone who knows c and the noise: softmax(S g c / σ²).
  public func bestAnswer(_ question: Int) -> [Double] {
    let c = familiarity[question]
    let precision = settings.gain * c / (deviation[question] * deviation[question])
    return softmax(evidence(question).map { precision * $0 })
  }

  /// Whether the base model's likeliest option is the right one.
  public func baseIsRight(_ question: Int) -> Bool {
    let values = evidence(question)
    return values[values.startIndex + truths[question]] == values.max()
  }

  /// Whether the best possible answer's likeliest option is the right one, 1 or 0; among options that
  /// are equally likely one is taken at random, so then it is the chance of taking the right one.
  public func bestIsRight(_ question: Int) -> Double {
    let p = bestAnswer(question)
    let best = p.max() ?? 0
    return p[truths[question]] == best ? 1 / Double(p.count { $0 == best }) : 0
  }

  /// The unfamiliarity score of every question, higher = less familiar.
  public func scores(_ kind: WorldScore) -> [Double] {
    switch kind {
    case .oracle: return familiarity.map { 1 - $0 }
    case .negativeLogLikelihood:
      return (0..<count).map { -log(baseAnswer($0)[truths[$0]]) }
    case .errors(let samples):
      var draws = generator.child("samples")
      return (0..<count).map { question in
        let right = baseAnswer(question)[truths[question]]
        return Double((0..<samples).count { _ in draws.uniform() >= right })
      }
    case .entropy:
      return (0..<count).map { Divergence.entropy(baseAnswer($0)) }
    }
  }

  /// The questions with their right options put at other places: evidence of the old and the new
  /// place is swapped, so that nothing but the position changes.
  ///
  /// `sources` says which question fills each place of the result.
  func placed(_ sources: [Int], at truths: [Int]) -> WorldQuestions {
    let options = settings.options
    var evidence: [Double] = []
    evidence.reserveCapacity(sources.count * options)
    for (source, truth) in zip(sources, truths) {
      var values = Array(self.evidence(source))
      values.swapAt(self.truths[source], truth)
      evidence += values
    }
    return WorldQuestions(
      settings: settings, familiarity: sources.map { familiarity[$0] },
      deviation: sources.map { deviation[$0] }, truths: truths, evidence: evidence,
      generator: generator)
  }
}

/// How unfamiliar a question of a world is, higher = less familiar.
public enum WorldScore: Sendable, Equatable {
  /// 1 - c, known in worlds alone.
  case oracle
  /// -ln softmax(S) of the right option, nats: the MMLU score. Above ln K it is misinformation.
  case negativeLogLikelihood
  /// How many of so many samples of the base model are wrong: the TriviaQA score.
  case errors(samples: Int)
  /// The entropy of softmax(S), nats: needs no label.
  case entropy
}
