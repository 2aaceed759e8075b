import HedgedPrediction
import Statistics

/// A world with finetuning and held-out questions, and what a scheme makes of them.
struct WorldBench {
  let space = AnswerSpace.letters(4, abstention: true)
  let world: GaussianWorld
  let training, heldOut: WorldQuestions
  let examples: [FinetuningExample]
  let calculus: HedgeCalculus

  init(
    _ settings: GaussianWorldSettings = .init(), seed: UInt64 = 1, training count: Int = 2500
  ) throws {
    world = try GaussianWorld(settings, seed: seed)
    training = world.questions(count, stream: "training")
    heldOut = world.questions(2500, stream: "held out")
    examples = try FinetuningExample.joined(
      truths: training.truths, scores: training.scores(.negativeLogLikelihood), space: space)
    calculus = try HedgeCalculus(.crossEntropy, space: space)
  }

  func arm(_ name: String) throws -> Arm {
    try MatchedArms(
      [SupervisionScheme(named: name)], examples: examples, split: .topShare(0.4), space: space,
      steps: 1, seeds: [0], generator: RandomGenerator(seed: 7)
    ).arms[0]
  }

  func run(_ name: String, calculus: HedgeCalculus? = nil) throws -> WorldRun {
    try WorldRun(arm(name), of: training, calculus: calculus ?? self.calculus)
  }

  func hedge(_ name: String) throws -> Hedge {
    try calculus.hedge(of: arm(name).unfamiliarTargets)
  }

  /// The mean over held-out questions whose familiarity lies in a range.
  func mean(
    _ familiarity: Range<Double>, _ value: (_ question: Int) -> Double
  ) -> Double {
    let questions = (0..<heldOut.count).filter { familiarity.contains(heldOut.familiarity[$0]) }
    return Sample.mean(questions.map(value))
  }

  /// The mean held-out probability of some answers.
  func probability(_ head: EvidenceHead, of places: [Int], _ familiarity: Range<Double>) -> Double {
    mean(familiarity) { question in
      let p = head.predict(heldOut.evidence(question))
      return places.reduce(0) { $0 + p[$1] }
    }
  }

  static let unknown = 0.0..<0.05
  static let known = 0.9..<1.01
}
