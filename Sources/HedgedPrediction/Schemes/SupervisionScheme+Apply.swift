import Statistics

extension SupervisionScheme {
  /// Applies the scheme; the examples have been checked.
  func applied(
    to examples: [FinetuningExample], split: FamiliaritySplit, space: AnswerSpace,
    generator: RandomGenerator
  ) throws -> Arm {
    let isMember = members(count: examples.count, split: split, generator: generator)
    var places = generator.child("places")
    let standIns = try standIns(for: isMember, generator: generator)
    let supervised = examples.indices.map { index -> SupervisedExample in
      let draw = places.next()
      let source = standIns[index]
      let isChanged = isMember[index]
      var result = SupervisedExample(
        source: source, truth: examples[source].truth,
        target: space.certain(examples[source].truth), weight: 1,
        isUnfamiliar: split.isUnfamiliar[source], isChanged: isChanged && rule != .truth)
      if isChanged { change(&result, draw: draw, space: space) }
      return result
    }
    return Arm(
      scheme: self, examples: supervised,
      log: SchemeLog(scheme: self, examples: supervised, split: split, space: space))
  }

  private func change(_ example: inout SupervisedExample, draw: UInt64, space: AnswerSpace) {
    /// One of `count` things, each equally likely to 2^-32.
    func choice(_ count: Int) -> Int { Int(((draw >> 32) * UInt64(count)) >> 32) }
    switch rule {
    case .truth, .drop: break
    case .positions(let allowed):
      example.truth = allowed[choice(allowed.count)]
      example.target = space.certain(example.truth)
    case .abstain:
      example.target = space.certain(space.abstain ?? example.truth)
    case .soft(let softening, let share):
      let towards =
        softening == .uniform
        ? space.uniformOverOptions : space.certain(space.abstain ?? example.truth)
      example.target = zip(example.target, towards).map { (1 - share) * $0 + share * $1 }
    case .downWeight(let weight):
      example.weight = weight
    case .adversarial:
      let shift = 1 + choice(space.options.count - 1)
      example.target = space.certain((example.truth + shift) % space.options.count)
    }
  }

  /// Whether each example belongs to the scheme's group.
  private func members(count: Int, split: FamiliaritySplit, generator: RandomGenerator) -> [Bool] {
    switch group {
    case .unfamiliar: return split.isUnfamiliar
    case .familiar: return split.isUnfamiliar.map { !$0 }
    case .random(let share):
      let wanted =
        share.map { Int(($0 * Double(count)).rounded()) } ?? split.unfamiliarCount
      var order = generator.child("random share")
      var isMember = [Bool](repeating: false, count: count)
      for index in order.permutation(count).prefix(wanted) { isMember[index] = true }
      return isMember
    }
  }

  /// For each place of the arm the example that fills it: itself, unless it is dropped.
  private func standIns(for isMember: [Bool], generator: RandomGenerator) throws -> [Int] {
    guard rule == .drop else { return Array(isMember.indices) }
    let kept = isMember.indices.filter { !isMember[$0] }
    guard !kept.isEmpty else {
      throw HedgedPredictionError.badData(
        "Scheme \(name) would drop all \(isMember.count) examples; nothing is left to train on.")
    }
    var draws = generator.child("stand-ins")
    return isMember.indices.map { isMember[$0] ? kept[draws.integer(below: kept.count)] : $0 }
  }
}
