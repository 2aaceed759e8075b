/// What a scheme was asked for and what came out.
public struct SchemeLog: Sendable, Equatable {
  /// Examples in the arm, and how many of them are unfamiliar, changed, abstentions, resampled.
  public let examples, unfamiliar, changed, abstentions, resampled: Int
  /// The familiarity threshold (unfamiliar is strictly above) and how many scores tie with it.
  public let threshold: Double
  public let ties: Int
  /// The sum of weights of familiar and of unfamiliar examples.
  public let familiarWeight, unfamiliarWeight: Double
  /// The mean target of all examples, by weight.
  public let meanTarget: [Double]

  init(
    scheme: SupervisionScheme, examples: [SupervisedExample], split: FamiliaritySplit,
    space: AnswerSpace
  ) {
    self.examples = examples.count
    unfamiliar = examples.count(where: \.isUnfamiliar)
    changed = examples.count(where: \.isChanged)
    abstentions = space.abstain.map { place in examples.count { $0.target[place] == 1 } } ?? 0
    resampled = scheme.rule == .drop ? changed : 0
    (threshold, ties) = (split.threshold, split.ties)
    var weights = (familiar: 0.0, unfamiliar: 0.0)
    var sums = [Double](repeating: 0, count: space.count)
    for example in examples {
      if example.isUnfamiliar {
        weights.unfamiliar += example.weight
      } else {
        weights.familiar += example.weight
      }
      for place in sums.indices { sums[place] += example.weight * example.target[place] }
    }
    (familiarWeight, unfamiliarWeight) = (weights.familiar, weights.unfamiliar)
    let total = weights.familiar + weights.unfamiliar
    meanTarget = sums.map { total > 0 ? $0 / total : .nan }
  }

  /// The share of examples that are unfamiliar, and that were changed.
  public var unfamiliarShare: Double { Double(unfamiliar) / Double(examples) }
  public var changedShare: Double { Double(changed) / Double(examples) }

  /// The log in a sentence.
  public var text: String {
    var parts = [
      "\(examples) examples, \(unfamiliar) unfamiliar (\(fixed(100 * unfamiliarShare, 1)) %, score "
        + "above \(fixed(threshold, 4)), \(ties) at the threshold)",
      "\(changed) changed (\(fixed(100 * changedShare, 1)) %)",
    ]
    if abstentions > 0 { parts.append("\(abstentions) abstentions") }
    if resampled > 0 { parts.append("\(resampled) replaced by other examples") }
    if unfamiliarWeight != Double(unfamiliar) {
      parts.append("unfamiliar examples weigh \(fixed(unfamiliarWeight, 1)) together")
    }
    return parts.joined(separator: "; ")
  }
}
