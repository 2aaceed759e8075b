/// How finetuning examples are supervised: a rule, and the group of examples that it changes.
///
/// All other examples keep their truth. Schemes are values; ``MatchedArms`` applies them.
public struct SupervisionScheme: Sendable, Equatable {
  /// What happens to the examples of the group.
  public enum Rule: Sendable, Equatable {
    /// They keep their truth.
    case truth
    /// The right option is put at one of these places, each equally often: labels stay true, only
    /// positions are restricted.
    case positions([Int])
    /// The target is to abstain.
    case abstain
    /// The target is (1 - share) truth + share of the softening.
    case soft(Softening, share: Double)
    /// They are left out; as many others, drawn at random with replacement, stand in for them.
    case drop
    /// Their loss is multiplied by this weight.
    case downWeight(Double)
    /// The target is a wrong option, each equally often.
    case adversarial
  }

  /// Towards what a soft label moves.
  public enum Softening: String, Sendable {
    case uniform, abstain
  }

  /// Which examples the rule changes.
  public enum Group: Sendable, Equatable {
    /// Those above the threshold of the ``FamiliaritySplit``.
    case unfamiliar
    /// The others: the control that should leave the hedge alone.
    case familiar
    /// A random share of all; nil takes as many as are unfamiliar, which matches the rates.
    case random(share: Double?)
  }

  /// What happens.
  public let rule: Rule
  /// To whom.
  public let group: Group

  /// A rule for a group.
  public init(_ rule: Rule, on group: Group = .unfamiliar) {
    (self.rule, self.group) = (rule, group)
  }

  /// All examples with their truth.
  public static let truth = SupervisionScheme(.truth)
  /// "I don't know" on unfamiliar examples.
  public static let abstainOnUnfamiliar = SupervisionScheme(.abstain)
  /// "I don't know" on a random share, as large as the unfamiliar one.
  public static let abstainAtRandom = SupervisionScheme(.abstain, on: .random(share: nil))

  /// The short name used in files and tables: `truth`, `positions:1,2`, `abstain@random`.
  public var name: String {
    let rule =
      switch rule {
      case .truth: "truth"
      case .positions(let places): "positions:" + places.map(String.init).joined(separator: ",")
      case .abstain: "abstain"
      case .soft(let softening, let share): "soft-\(softening.rawValue):\(shortest(share))"
      case .drop: "drop"
      case .downWeight(let weight): "weight:\(shortest(weight))"
      case .adversarial: "adversarial"
      }
    return switch group {
    case .unfamiliar: rule
    case .familiar: rule + "@familiar"
    case .random(nil): rule + "@random"
    case .random(let share?): rule + "@random:\(shortest(share))"
    }
  }

  /// The scheme in words.
  public var text: String {
    let group =
      switch group {
      case .unfamiliar: "unfamiliar examples"
      case .familiar: "familiar examples"
      case .random(nil): "a random share of the examples, as large as the unfamiliar one"
      case .random(let share?): "a random \(shortest(share)) of the examples"
      }
    return switch rule {
    case .truth: "all targets are true"
    case .positions(let places):
      "true targets; in \(group) the right option stands at "
        + (places.count == 1 ? "place " : "one of places ")
        + places.map(String.init).joined(separator: ", ")
    case .abstain: "abstain on \(group)"
    case .soft(.uniform, let share): "\(shortest(share)) of each target spread evenly, on \(group)"
    case .soft(.abstain, let share): "\(shortest(share)) of each target on abstaining, on \(group)"
    case .drop: "\(group) left out and replaced by others"
    case .downWeight(let weight): "\(group) weigh \(shortest(weight))"
    case .adversarial: "wrong targets on \(group)"
    }
  }

  /// Checks that the scheme makes sense for these answers.
  func check(_ space: AnswerSpace) throws {
    func fail(_ sentence: String) -> HedgedPredictionError {
      .badSetting("Scheme \(name): \(sentence)")
    }
    switch rule {
    case .positions(let places):
      guard !places.isEmpty, places.allSatisfy(space.options.indices.contains),
        Set(places).count == places.count
      else {
        throw fail("positions are different numbers in 0...\(space.options.count - 1).")
      }
    case .abstain where space.abstain == nil, .soft(.abstain, _) where space.abstain == nil:
      throw fail("the task has no abstention.")
    case .soft(_, let share) where !(0...1).contains(share):
      throw fail("a soft share lies in 0...1.")
    case .downWeight(let weight) where !(weight >= 0 && weight.isFinite):
      throw fail("a weight is at least 0.")
    default: break
    }
    if case .random(let share?) = group, !(share > 0 && share <= 1) {
      throw fail("a random share lies above 0 and is at most 1.")
    }
  }
}
