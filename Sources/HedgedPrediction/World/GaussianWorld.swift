import Foundation
import LinearAlgebra
import Statistics

/// A world of multiple-choice questions in which what a base model knows is a number: an entity met n
/// times has familiarity c = 1 - exp(-n / n₀), and the model's evidence on a question about it is
/// S = g c e_y + noise, one number an option.
///
/// The base model answers with softmax(S); the best possible answer, softmax(S g c / σ²), is known,
/// and so are the hedge and Chow's policy. Finetuning puts a head on S.
public struct GaussianWorld: Sendable {
  /// The numbers that make it.
  public let settings: GaussianWorldSettings
  private let generator: RandomGenerator

  /// A world whose draws depend on `seed` alone.
  ///
  /// - Throws: ``HedgedPredictionError/badSetting(_:)``, see `GaussianWorldSettings.check()`.
  public init(_ settings: GaussianWorldSettings = .init(), seed: UInt64) throws {
    try settings.check()
    self.settings = settings
    generator = RandomGenerator(seed: seed)
  }

  /// `facts` questions about each of `entities` entities, one entity after the other.
  ///
  /// Streams share nothing but the law they are drawn from; the same name gives the same questions.
  /// O(questions × options), with a memory O(questions × dimension × options).
  public func questions(_ entities: Int, facts: Int = 1, stream: String) -> WorldQuestions {
    precondition(entities > 0 && facts > 0, "A stream has at least one question.")
    let generator = generator.child(stream)
    let familiarity = familiarities(entities, generator).flatMap { c in
      [Double](repeating: c, count: facts)
    }
    let count = familiarity.count
    let deviation = familiarity.map(deviation(familiarity:))
    var draws = generator.child("truth")
    let truths = (0..<count).map { _ in draws.integer(below: settings.options) }
    return WorldQuestions(
      settings: settings, familiarity: familiarity, deviation: deviation, truths: truths,
      evidence: evidence(familiarity, deviation, truths, generator.child("evidence")),
      generator: generator)
  }

  /// The same questions asked again: new noise, everything else unchanged, so that scores computed
  /// on one asking share no noise with the other. Streams of a memory repeat their crosstalk.
  public func askedAgain(_ questions: WorldQuestions) -> WorldQuestions {
    var again = questions
    again.evidence = evidence(
      questions.familiarity, questions.deviation, questions.truths,
      questions.generator.child("asked again"))
    return again
  }

  /// The standard deviation of the evidence at a familiarity, without the crosstalk of a memory.
  public func deviation(familiarity c: Double) -> Double {
    let confusion = settings.noise == .gaussian ? settings.confusion : 0
    let floor = settings.noiseFloor
    return (floor * floor + confusion * confusion * 4 * c * (1 - c)).squareRoot()
  }

  private func familiarities(_ count: Int, _ generator: RandomGenerator) -> [Double] {
    let weights = (1...count).map { pow(Double($0), -settings.zipfExponent) }
    let scale = settings.meanExposures * Double(count) / weights.reduce(0, +)
    var unknown = generator.child("unknown")
    var familiarity = weights.map { weight -> Double in
      unknown.uniform() < settings.unknownShare
        ? 0 : -expm1(-weight * scale / settings.exposureScale)
    }
    var order = generator.child("order")
    order.shuffle(&familiarity)
    return familiarity
  }

  private func evidence(
    _ familiarity: [Double], _ deviation: [Double], _ truths: [Int], _ generator: RandomGenerator
  ) -> [Double] {
    let options = settings.options
    var noise = generator.child("noise")
    var evidence: [Double] = []
    evidence.reserveCapacity(truths.count * options)
    for (question, truth) in truths.enumerated() {
      for option in 0..<options {
        let signal = option == truth ? settings.gain * familiarity[question] : 0
        evidence.append(signal + deviation[question] * noise.normal())
      }
    }
    guard case .memory(let dimension) = settings.noise else { return evidence }
    let crosstalk = crosstalk(familiarity, truths, dimension, generator.child("keys"))
    return zip(evidence, crosstalk).map { $0 + settings.gain * $1 }
  }

  /// What a memory M = Σ c e_y kᵀ answers to each key beyond the key's own entry, with keys of
  /// length 1 and option means taken out.
  private func crosstalk(
    _ familiarity: [Double], _ truths: [Int], _ dimension: Int, _ generator: RandomGenerator
  ) -> [Double] {
    var generator = generator
    let scale = 1 / Double(dimension).squareRoot()
    let (count, options) = (truths.count, settings.options)
    let keys = Matrix<Double>(
      rows: count, columns: dimension,
      elements: (0..<count * dimension).map { _ in scale * generator.normal() })
    var stored = Matrix<Double>(rows: count, columns: options)
    for question in 0..<count {
      for option in 0..<options {
        let own = option == truths[question] ? 1.0 : 0
        stored[question, option] = familiarity[question] * (own - 1 / Double(options))
      }
    }
    var memory = Matrix<Double>(rows: dimension, columns: options)
    var answers = Matrix<Double>(rows: count, columns: options)
    keys.withView { keys in
      stored.withView { stored in
        memory.withMutableView { multiply(keys, stored, into: $0, transposeLeft: true) }
      }
      memory.withView { memory in
        answers.withMutableView { multiply(keys, memory, into: $0) }
      }
    }
    return (0..<count * options).map { place in
      let question = place / options
      let length = keys.row(question).reduce(0) { $0 + $1 * $1 }
      return answers.elements[place] - length * stored.elements[place]
    }
  }
}
