import LinearAlgebra
public import Statistics

/// A head that can also memorise: each question has random frozen identity features r_x, and the
/// logits get V r_x on top of the evidence, with V learned by full-batch Adam.
///
/// On finetuning questions the channel lets the head fit any label; on others it is interference,
/// since identities overlap.
public struct Memorization: Sendable {
  /// What decides a run.
  public struct Settings: Sendable, Equatable {
    /// The length of identity features, κ; 0 switches the channel off.
    public var strength = 1.0
    /// Their dimensions; at least the number of questions lets everything be memorised.
    public var dimension = 512
    /// Decoupled weight decay of the channel.
    public var weightDecay = 0.0
    /// Steps of Adam.
    public var steps = 1000
    /// The learning rate.
    public var learningRate = 0.03

    /// The default channel.
    public init() {}
  }

  /// The state of a run after some steps.
  public struct Checkpoint: Sendable, Equatable {
    /// Steps taken.
    public let step: Int
    /// Share of familiar and of unfamiliar finetuning questions whose target is the likeliest answer.
    public let familiarFit, unfamiliarFit: Double
    /// Mean probability of abstaining on held-out questions of familiarity below 0.05; NaN without
    /// abstention.
    public let abstention: Double
    /// Mean distance of single predictions from the hedge on the same questions.
    public let distance: Double
    /// Mean entropy of single predictions on the same questions, nats.
    public let entropy: Double
    /// Mean probability of the right answer on held-out questions of familiarity above 0.9.
    public let familiarRight: Double
  }

  /// The finetuning questions with their features, and those that the checkpoints are judged on.
  let training, heldOut: WorldQuestions
  private let arm: Arm
  private let hedge: Hedge
  private let settings: Settings
  private let identities, otherIdentities: Matrix<Double>

  /// Prepares a run; identities depend on the generator alone, so that arms share them.
  public init(
    _ arm: Arm, of questions: WorldQuestions, heldOut: WorldQuestions, hedge: Hedge,
    settings: Settings, generator: RandomGenerator
  ) {
    (self.arm, self.hedge, self.settings, self.heldOut) = (arm, hedge, settings, heldOut)
    training = questions.placed(arm.examples.map(\.source), at: arm.examples.map(\.truth))
    func identities(_ count: Int, _ name: String) -> Matrix<Double> {
      var draws = generator.child(name)
      let scale = settings.strength / Double(settings.dimension).squareRoot()
      return Matrix(
        rows: count, columns: settings.dimension,
        elements: (0..<count * settings.dimension).map { _ in scale * draws.normal() })
    }
    self.identities = identities(questions.count, "identities")
    otherIdentities = identities(heldOut.count, "held-out identities")
  }

  /// Trains from `start` and reports at steps 1, 2, 4 ... and the last.
  ///
  /// `check` is called at every checkpoint and may throw to stop. 4 × questions × dimension × places
  /// operations a step.
  public func run(
    from start: EvidenceHead, check: () throws -> Void = {}
  ) rethrows -> [Checkpoint] {
    let places = start.biases.count
    let shared = places + 1
    let count = training.count
    var parameters = [start.slope] + start.biases
    parameters += [Double](repeating: 0, count: settings.dimension * places)
    var adam = AdamState(parameters.count, learningRate: settings.learningRate)
    var errors = Matrix<Double>(rows: count, columns: places)
    var change = Matrix<Double>(rows: settings.dimension, columns: places)
    var checkpoints: [Checkpoint] = []
    var nextReport = 1
    for step in 1...max(settings.steps, 1) {
      var gradient = [Double](repeating: 0, count: shared)
      let recalled = recall(parameters, places, identities)
      for (question, example) in arm.examples.enumerated() {
        let p = prediction(question, in: training, parameters, recalled)
        for place in 0..<places {
          let error = example.weight * (p[place] - example.target[place]) / Double(count)
          errors[question, place] = error
          gradient[place + 1] += error
          if place < training.settings.options {
            gradient[0] += error * training.evidence[question * training.settings.options + place]
          }
        }
      }
      errors.withView { errors in
        identities.withView { identities in
          change.withMutableView { multiply(identities, errors, into: $0, transposeLeft: true) }
        }
      }
      adam.update(
        &parameters, gradient + change.elements, decay: settings.weightDecay, decayFrom: shared)
      if step == nextReport || step == settings.steps {
        try check()
        checkpoints.append(checkpoint(step, parameters, places))
        nextReport *= 2
      }
    }
    return checkpoints
  }

  /// V r_x of every row.
  private func recall(_ parameters: [Double], _ places: Int, _ identities: Matrix<Double>)
    -> Matrix<Double>
  {
    let channel = Matrix<Double>(
      rows: settings.dimension, columns: places,
      elements: Array(parameters.dropFirst(places + 1)))
    var recalled = Matrix<Double>(rows: identities.rows, columns: places)
    identities.withView { identities in
      channel.withView { channel in
        recalled.withMutableView { multiply(identities, channel, into: $0) }
      }
    }
    return recalled
  }

  private func prediction(
    _ question: Int, in questions: WorldQuestions, _ parameters: [Double],
    _ recalled: Matrix<Double>
  ) -> [Double] {
    let options = questions.settings.options
    return softmax(
      (0..<recalled.columns).map { place in
        let evidence =
          place < options ? parameters[0] * questions.evidence[question * options + place] : 0
        return parameters[place + 1] + evidence + recalled[question, place]
      })
  }

  private func checkpoint(_ step: Int, _ parameters: [Double], _ places: Int) -> Checkpoint {
    let recalled = recall(parameters, places, identities)
    var fits = (familiar: [Double](), unfamiliar: [Double]())
    for (question, example) in arm.examples.enumerated() {
      let p = prediction(question, in: training, parameters, recalled)
      let isFitted = p.max() == p[example.target.firstIndex(of: example.target.max() ?? 1) ?? 0]
      if example.isUnfamiliar {
        fits.unfamiliar.append(isFitted ? 1 : 0)
      } else {
        fits.familiar.append(isFitted ? 1 : 0)
      }
    }
    let other = recall(parameters, places, otherIdentities)
    var low = (abstention: [Double](), distance: [Double](), entropy: [Double]())
    var right: [Double] = []
    for question in 0..<heldOut.count {
      let c = heldOut.familiarity[question]
      guard c < 0.05 || c > 0.9 else { continue }
      let p = prediction(question, in: heldOut, parameters, other)
      if c > 0.9 {
        right.append(p[heldOut.truths[question]])
      } else {
        low.abstention.append(places > heldOut.settings.options ? p[places - 1] : .nan)
        low.distance.append(hedge.distance(to: p))
        low.entropy.append(Divergence.entropy(p))
      }
    }
    return Checkpoint(
      step: step, familiarFit: Sample.mean(fits.familiar),
      unfamiliarFit: Sample.mean(fits.unfamiliar), abstention: Sample.mean(low.abstention),
      distance: Sample.mean(low.distance), entropy: Sample.mean(low.entropy),
      familiarRight: Sample.mean(right))
  }
}
