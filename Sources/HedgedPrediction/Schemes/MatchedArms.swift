public import Statistics

/// One finetuning run's examples: a scheme applied to a finetuning set.
public struct Arm: Sendable {
  /// The scheme.
  public let scheme: SupervisionScheme
  /// As many supervised examples as the finetuning set has, in its order.
  public let examples: [SupervisedExample]
  /// What was asked for and what came out.
  public let log: SchemeLog

  /// The weighted targets of the unfamiliar examples: what the hedge is computed from.
  public var unfamiliarTargets: [WeightedTarget] {
    examples.filter(\.isUnfamiliar).map { WeightedTarget($0.target, weight: $0.weight) }
  }
}

/// Schemes applied to one finetuning set so that runs differ in nothing else: the same number of
/// examples in the same order, the same steps, the same seeds.
public struct MatchedArms: Sendable {
  /// The answers.
  public let space: AnswerSpace
  /// Which examples are unfamiliar.
  public let split: FamiliaritySplit
  /// The arms in the order of the schemes.
  public let arms: [Arm]
  /// Optimisation steps of every arm.
  public let steps: Int
  /// Seeds that every arm is run with.
  public let seeds: [UInt64]

  /// Applies each scheme to the same examples.
  ///
  /// Random choices come from children of `generator` named after the kind of choice, not after the
  /// scheme, so two schemes that draw positions or a random share draw the same ones.
  ///
  /// - Throws: ``HedgedPredictionError`` for truths outside the options, missing scores, an empty
  ///   unfamiliar share and schemes that make no sense for the answers. O(n × places) a scheme.
  public init(
    _ schemes: [SupervisionScheme], examples: [FinetuningExample],
    split rule: FamiliaritySplit.Rule,
    space: AnswerSpace, steps: Int, seeds: [UInt64], generator: RandomGenerator
  ) throws {
    _ = try FinetuningExample.joined(
      truths: examples.map(\.truth), scores: examples.map(\.score), space: space)
    let split = try FamiliaritySplit(scores: examples.map(\.score), rule: rule)
    let arms = try schemes.map { scheme in
      try scheme.check(space)
      return try scheme.applied(to: examples, split: split, space: space, generator: generator)
    }
    try self.init(arms, split: split, space: space, steps: steps, seeds: seeds)
  }

  /// Takes arms that were made elsewhere.
  ///
  /// - Throws: ``HedgedPredictionError/badData(_:)`` for arms of different sizes.
  public init(
    _ arms: [Arm], split: FamiliaritySplit, space: AnswerSpace, steps: Int, seeds: [UInt64]
  ) throws {
    guard let first = arms.first, steps > 0, !seeds.isEmpty else {
      throw HedgedPredictionError.badSetting(
        "A comparison needs at least one scheme, one step and one seed.")
    }
    if let other = arms.first(where: { $0.examples.count != first.examples.count }) {
      throw HedgedPredictionError.badData(
        "Arm \(other.scheme.name) has \(other.examples.count) examples and arm "
          + "\(first.scheme.name) has \(first.examples.count); arms of unequal size differ in more "
          + "than their supervision. Give every arm the same number of examples.")
    }
    (self.arms, self.split, self.space) = (arms, split, space)
    (self.steps, self.seeds) = (steps, seeds)
  }

  /// The arm of a scheme, if there is one.
  public func arm(_ scheme: SupervisionScheme) -> Arm? { arms.first { $0.scheme == scheme } }
}
