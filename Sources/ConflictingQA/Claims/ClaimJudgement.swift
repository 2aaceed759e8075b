/// What a reader makes of a claim in a text, between its answers to texts that say it and do not.
public struct ClaimJudgement: Sendable, Equatable {
  /// What may be said.
  public enum Verdict: String, CaseIterable, Sendable {
    /// The text says it.
    case said
    /// The text does not say it.
    case missing
    /// The reader finds the claim no more likely in the text it comes from than in one that does not
    /// say it: its answers about this claim say nothing.
    case undecided
  }

  /// Log odds that the text says it, nats.
  public var logOdds: Double
  /// The same for the text that the claim comes from, nats: the upper reference.
  public var own: Double
  /// The same for texts that do not say it, nats; the highest is the lower reference.
  public var others: [Double]

  /// A judgement; there is at least one text that does not say it.
  public init(logOdds: Double, own: Double, others: [Double]) {
    precondition(!others.isEmpty, "A claim is judged against a text that does not say it.")
    (self.logOdds, self.own, self.others) = (logOdds, own, others)
  }

  /// Said on the upper half between the references, missing on the lower one.
  public var verdict: Verdict {
    guard let lower = others.max(), own > lower else { return .undecided }
    return logOdds >= (own + lower) / 2 ? .said : .missing
  }
}
