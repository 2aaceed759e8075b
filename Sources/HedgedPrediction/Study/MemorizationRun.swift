/// The runs of the study that can memorise.
public enum MemorizationRun: String, Sendable, CaseIterable {
  /// Abstaining on unfamiliar questions, without the channel, with it, and with weight decay on it.
  case abstainWithout = "abstain-without"
  case abstain
  case abstainDecayed = "abstain-decayed"
  /// Only true targets, with the channel.
  case truth
  /// A head that has learned to abstain, finetuned on the truth of unfamiliar facts, without the
  /// channel and with it: how long does the abstention last?
  case unlearnWithout = "unlearn-without"
  case unlearn

  /// The name in words.
  public var name: String {
    switch self {
    case .abstainWithout: "abstain on unfamiliar, no memory"
    case .abstain: "abstain on unfamiliar, memory"
    case .abstainDecayed: "abstain on unfamiliar, memory with weight decay"
    case .truth: "truth, memory"
    case .unlearnWithout: "abstaining head, then truth, no memory"
    case .unlearn: "abstaining head, then truth, memory"
    }
  }

  /// What the examples are supervised with.
  var scheme: SupervisionScheme {
    switch self {
    case .abstainWithout, .abstain, .abstainDecayed: .abstainOnUnfamiliar
    case .truth, .unlearnWithout, .unlearn: .truth
    }
  }

  /// Whether the head starts from the exact fit of the abstention arm.
  var startsAbstaining: Bool { self == .unlearn || self == .unlearnWithout }

  /// The channel.
  func settings(steps: Int) -> Memorization.Settings {
    var settings = Memorization.Settings()
    settings.steps = steps
    settings.strength = self == .abstainWithout || self == .unlearnWithout ? 0 : 1
    settings.weightDecay = self == .abstainDecayed ? 0.05 : 0
    return settings
  }
}
